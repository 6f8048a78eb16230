internal import Foundation
import RankingCore

extension LinearScaling {
  /// count^exponent for each row of `counts`; rows without entries get 1.
  static func scales(_ counts: [Int], exponent: Double) -> [Float] {
    counts.map { Float(pow(Double(max(1, $0)), exponent)) }
  }

  /// `data` (already weighed by rating) with both scales applied, and the scale of each item.
  package func apply(_ data: SparseRows) -> (scaled: SparseRows, items: [Float]) {
    let rows = Self.scales((0..<data.rowCount).map { data.range($0).count }, exponent: userExponent)
    let columns = Self.scales(data.columnCounts(), exponent: itemExponent)
    return (data.mapValues { row, column, value in value * rows[row] * columns[column] }, columns)
  }
}
