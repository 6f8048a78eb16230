package import RankingCore

/// X'X of a sparse matrix as dense doubles, [items, items], full and symmetric.
package struct ItemGram: Sendable {
  package let items: Int
  package let values: AlignedStorage<Double>

  /// - Throws: `TrainingError.tooLarge` when the dense matrix would pass `limit` bytes.
  package init(_ data: SparseRows, blocks: RowBlocks, limit: Int = 4 << 30) throws(TrainingError) {
    let n = data.columnCount
    guard n > 0, n <= 1 << 20, n * n * 8 <= limit else {
      throw TrainingError(
        .tooLarge, "an item-item model of \(n) items needs \(n * n * 8) bytes, max \(limit)")
    }
    let sum = AlignedStorage<Double>(count: n * n, repeating: 0)
    let byItem = data.transposed()
    blocks.forEachRange(n, size: 16) { range in
      for item in range { Self.add(item, byItem, data, to: sum.base + item * n) }
    }
    items = n
    values = sum
  }

  private static func add(
    _ item: Int, _ byItem: SparseRows, _ byUser: SparseRows, to row: UnsafeMutablePointer<Double>
  ) {
    for place in byItem.range(item) {
      let weight = Double(byItem.values.base[place])
      for entry in byUser.range(Int(byItem.columns.base[place])) {
        row[Int(byUser.columns.base[entry])] += weight * Double(byUser.values.base[entry])
      }
    }
  }
}
