import RankingCore

extension SparseRows {
  /// How many entries each column has.
  package func columnCounts() -> [Int] {
    var counts = [Int](repeating: 0, count: columnCount)
    for entry in 0..<entryCount { counts[Int(columns.base[entry])] += 1 }
    return counts
  }
}
