package import RankingCore

/// X'X of a sparse matrix as dense doubles, [items, items], full and symmetric.
package struct ItemGram: Sendable {
  package let items: Int
  package let values: AlignedStorage<Double>

  /// - Parameter proximity: weighs each pair by the places between its items in the row; nil: all count 1.
  /// - Throws: `TrainingError` when the dense matrix would pass `limit` bytes, an entry names no item or numbers are
  ///   not finite.
  package init(
    _ data: SparseRows, proximity: Proximity? = nil, blocks: RowBlocks, limit: Int = 4 << 30
  ) throws(TrainingError) {
    let n = data.columnCount
    guard n > 0, n <= 1 << 20, n * n * 8 <= limit else {
      throw TrainingError(
        .tooLarge, "an item-item model of \(n) items needs \(n * n * 8) bytes, max \(limit)")
    }
    if let entry = (0..<data.entryCount).first(where: { !(0..<n).contains(Int(data.columns.base[$0])) }) {
      throw TrainingError(.data, "entry \(entry) names item \(data.columns.base[entry]) of \(n)")
    }
    let longest = (0..<data.rowCount).map { data.range($0).count }.max() ?? 0
    let weights = proximity?.table(longest)
    let sum = AlignedStorage<Double>(count: n * n, repeating: 0)
    // Each block owns a range of rows of the result and sees the users in order: no sum depends on threads.
    blocks.forEachRange(n, size: max(1, (n + 15) / 16)) { range in
      for user in 0..<data.rowCount { Self.add(user, data, weights, range, to: sum) }
    }
    // No other number of a row is larger than the diagonal's.
    if let item = (0..<n).first(where: { !sum.base[$0 * n + $0].isFinite }) {
      throw TrainingError(.notFinite, "the weights of item \(item) or of its users are not finite")
    }
    items = n
    values = sum
  }

  private static func add(
    _ user: Int, _ data: SparseRows, _ weights: [Double]?, _ range: Range<Int>,
    to sum: AlignedStorage<Double>
  ) {
    let entries = data.range(user)
    for place in entries where range.contains(Int(data.columns.base[place])) {
      let row = sum.base + Int(data.columns.base[place]) * data.columnCount
      let value = Double(data.values.base[place])
      for other in entries {
        let weight = weights?[abs(other - place)] ?? 1
        row[Int(data.columns.base[other])] += value * Double(data.values.base[other]) * weight
      }
    }
  }
}
