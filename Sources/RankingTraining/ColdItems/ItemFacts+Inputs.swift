internal import Foundation
package import RankingCore

extension ItemFacts {
  /// Which facts a linear model reads.
  package struct Parts: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let genres = Parts(rawValue: 1)
    package static let year = Parts(rawValue: 2)
    package static let text = Parts(rawValue: 4)
    package static let all: Parts = [.genres, .year, .text]
  }

  /// Distance between the bumps that stand for a year, in units of `ages`.
  private static let bumpStep = 0.2
  private static let bumps = 18
  /// What embeddings are multiplied by beside facts of size 1.
  private static let textScale: Float = 5

  /// [items, p]: a column of ones, then the columns of `parts`; a year becomes bumps along `ages`.
  package func inputs(_ parts: Parts) -> Matrix<Float> {
    var (values, width): ([Float], Int) = ([], 0)
    for item in ages.indices {
      values.append(1)
      if parts.contains(.genres) { values += genres[row: item] }
      if parts.contains(.year) { values += bumps(ages[item]) }
      if parts.contains(.text) { values += embeddings[row: item].map { $0 * Self.textScale } }
      if item == 0 { width = values.count }
    }
    return Matrix(rows: ages.count, columns: width, values)
  }

  private func bumps(_ age: Double) -> [Float] {
    (0..<Self.bumps).map { bump in
      let distance = (age - 0.2 - Double(bump) * Self.bumpStep) / Self.bumpStep
      return Float(exp(-0.5 * distance * distance / 0.64))
    }
  }
}
