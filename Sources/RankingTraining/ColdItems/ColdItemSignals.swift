internal import Foundation
package import RankingCore

/// What can be said of a user and an item that nobody has met, each signal a matrix [users, cold items].
package struct ColdItemSignals: Sendable {
  /// By name, in the order they were added.
  package private(set) var columns: [(name: String, scores: Matrix<Float>)] = []

  package subscript(name: Name) -> Matrix<Float>? { columns.first { $0.name == name.rawValue }?.scores }

  package enum Name: String, Sendable, CaseIterable {
    /// Cosine of the item's text and the centre of the history's texts.
    case centroid
    /// Ridge from genres and year into the space of ALS.
    case metadata
    /// Ridge from the text alone into the space of ALS.
    case text
    /// Ridge from genres, year and text into the space of ALS.
    case projected
    /// Kernel ridge from the same into the space of ALS.
    case kernel
    /// Kernel ridge into the users' interactions themselves.
    case direct
    /// log(1 + interactions) that kernel ridge expects of the item.
    case popularity
    /// log(1 + interactions) of the items most like it.
    case neighbours
    /// The same by the text alone.
    case textNeighbours
    /// Mean cosine of the five items of the history whose texts are closest.
    case closest
    /// How much the user's history prefers the item's genres to what everybody's does.
    case genreLift
    /// The same for the years around the item's.
    case yearLift
    /// Interactions with items of about this year, for each of them.
    case yearDemand
    case year
    /// Years from the mean of the user's history.
    case yearDistance
    case genreCount
    /// log(1 + length of the history).
    case activity
  }

  mutating func add(_ name: Name, _ scores: Matrix<Float>) { columns.append((name.rawValue, scores)) }

  /// Adds `scores` per user with mean 0 and deviation 1 over the items.
  mutating func addStandardised(_ name: Name) {
    guard let scores = self[name] else { return }
    columns.append(("\(name.rawValue).z", Self.standardised(scores)))
  }

  /// Each row less its mean, over its deviation.
  package static func standardised(_ scores: Matrix<Float>) -> Matrix<Float> {
    var values: [Float] = []
    values.reserveCapacity(scores.rows * scores.columns)
    for row in 0..<scores.rows {
      let line = scores[row: row]
      let mean = line.reduce(0.0) { $0 + Double($1) } / Double(max(1, line.count))
      let square = line.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
      let deviation = (square / Double(max(1, line.count))).squareRoot() + 1e-9
      values += line.map { Float((Double($0) - mean) / deviation) }
    }
    return Matrix(rows: scores.rows, columns: scores.columns, values)
  }

  /// `factor` times `other` added.
  package static func sum(
    _ scores: Matrix<Float>, _ factor: Float, _ other: Matrix<Float>
  ) -> Matrix<Float> {
    Matrix(
      rows: scores.rows, columns: scores.columns,
      zip(scores.flattened(), other.flattened()).map { $0 + factor * $1 })
  }
}
