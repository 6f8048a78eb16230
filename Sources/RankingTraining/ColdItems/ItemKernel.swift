internal import Foundation
internal import RankingCore

/// How alike two items are by text, genres and year: a positive definite kernel,
/// k(i, j) = exp(-|e_i - e_j|^2) + cos(g_i, g_j) + exp(-(a_i - a_j)^2 / 2 s^2) + 1,
/// e being embeddings, g genres and a ages of `ItemFacts`. The 1 stands for an intercept.
package struct ItemKernel: Sendable {
  package let size: Int
  /// Items at most: a kernel of so many holds 3.2 GB, and solving with it as much again.
  package static let limit = 20_000
  /// [size, size], row by row.
  private let values: [Double]

  /// s: ages closer than this are about the same.
  private static let ageWidth = 0.35

  package init(_ facts: ItemFacts) throws(TrainingError) {
    try Self.check(facts.ages.count)
    size = facts.ages.count
    let cosines = DenseProduct.timesTransposed(facts.embeddings, facts.embeddings)
    let common = DenseProduct.timesTransposed(facts.genres, facts.genres)
    var values = [Double](repeating: 0, count: size * size)
    for left in 0..<size {
      for right in 0...left {
        let age = (facts.ages[left] - facts.ages[right]) / Self.ageWidth
        let genres = Double(common[row: left][left]) * Double(common[row: right][right])
        let value =
          exp(2 * Double(cosines[row: left][right]) - 2)
          + (genres > 0 ? Double(common[row: left][right]) / genres.squareRoot() : 0)
          + exp(-0.5 * age * age) + 1
        values[left * size + right] = value
        values[right * size + left] = value
      }
    }
    self.values = values
  }

  /// - Throws: `TrainingError` for more items than `limit`.
  static func check(_ items: Int) throws(TrainingError) {
    guard items <= limit else {
      throw TrainingError(
        .configuration, "kernel ridge holds items x items numbers: at most \(limit) items, got \(items)")
    }
  }

  package subscript(left: Int, right: Int) -> Double { values[left * size + right] }

  /// [rows, columns] of the kernel, row by row.
  func block(_ rows: [Int], _ columns: [Int]) -> [Double] {
    rows.flatMap { row in columns.map { values[row * size + $0] } }
  }
}
