internal import Foundation
package import RankingCore

/// What is known of items before anybody has met them: genres, year and the embedding of the text.
package struct ItemFacts: Sendable {
  /// [items, dimension] embeddings less their mean, rows of length 1 (zeros where there is nothing).
  package let embeddings: Matrix<Float>
  /// [items, genres] 0 or 1.
  package let genres: Matrix<Float>
  /// [items] years; the middle one where a year is unknown.
  package let years: [Double]
  /// [items] log(1 + age / 2) in years before the newest: differences between recent years count most.
  package let ages: [Double]

  /// `embeddings` [items, dimension].
  package init(catalogue: Catalogue, embeddings: Matrix<Float>) {
    precondition(embeddings.rows == catalogue.itemCount)
    self.embeddings = Self.centred(embeddings)
    genres = Matrix(
      rows: catalogue.itemCount, columns: catalogue.genreNames.count,
      catalogue.genreMasks.flatMap { mask in
        catalogue.genreNames.indices.map { mask >> UInt64($0) & 1 == 1 ? Float(1) : 0 }
      })
    let known = catalogue.years.filter { $0 != 0 }.sorted()
    let middle = known.isEmpty ? 0 : known[known.count / 2]
    let newest = Double(known.last ?? 0)
    years = catalogue.years.map { Double($0 == 0 ? middle : $0) }
    ages = years.map { log1p((newest + 1 - $0) / 2) }
  }

  private static func centred(_ points: Matrix<Float>) -> Matrix<Float> {
    var mean = [Double](repeating: 0, count: points.columns)
    for row in 0..<points.rows {
      for (column, value) in points[row: row].enumerated() { mean[column] += Double(value) }
    }
    mean = mean.map { $0 / Double(max(1, points.rows)) }
    var values: [Float] = []
    values.reserveCapacity(points.rows * points.columns)
    for row in 0..<points.rows {
      let line = zip(points[row: row], mean).map { Double($0) - $1 }
      let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
      values += line.map { length > 0 ? Float($0 / length) : 0 }
    }
    return Matrix(rows: points.rows, columns: points.columns, values)
  }
}
