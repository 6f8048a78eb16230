internal import Foundation
import RankingCore

extension LinearScaling {
  /// (count / mean count)^exponent for each of `counts`, where no count passes for less than 1.
  static func scales(_ counts: [Int], exponent: Double) -> [Float] {
    let floored = counts.map { Double(max(1, $0)) }
    let mean = floored.reduce(0, +) / Double(max(1, counts.count))
    return floored.map { Float(pow($0 / mean, exponent)) }
  }

  /// `data` (already weighed by rating) with both scales applied, and the scale of each item.
  package func apply(_ data: SparseRows) -> (scaled: SparseRows, items: [Float]) {
    let rows = Self.scales((0..<data.rowCount).map { data.range($0).count }, exponent: userExponent)
    let columns = Self.scales(data.columnCounts(), exponent: itemExponent)
    return (data.mapValues { row, column, value in value * rows[row] * columns[column] }, columns)
  }
}
