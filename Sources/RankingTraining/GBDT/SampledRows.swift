internal import RankingCore

/// The rows that choose a tree's splits, in chunks, so that threads can share them: chunk c's rows lie from
/// c * chunkSize on, ascending.
struct SampledRows {
  static let chunkSize = 1 << 15

  let rows: AlignedStorage<UInt32>
  /// [chunks]
  private(set) var counts: [Int]
  private let rowCount: Int

  /// All of `rowCount` rows.
  init(rowCount: Int) {
    self.rowCount = rowCount
    rows = AlignedStorage(count: rowCount)
    for row in 0..<rowCount { rows.base[row] = UInt32(row) }
    counts = stride(from: 0, to: rowCount, by: Self.chunkSize).map { min(Self.chunkSize, rowCount - $0) }
  }

  /// Keeps each row with probability `share`; what is drawn does not depend on the threads.
  mutating func draw(share: Double, _ random: SeededRandom, _ parallel: ParallelLoop) {
    let (rows, limit) = (rows.base, UInt64(share * 0x1p64))
    counts.withUnsafeMutableBufferPointer { counts in
      parallel.chunks(rowCount, of: Self.chunkSize) { chunk, range in
        var random = random
        random.skip(range.lowerBound)
        var end = range.lowerBound
        for row in range {
          rows[end] = UInt32(row)
          if random.next() < limit { end += 1 }
        }
        counts[chunk] = end - range.lowerBound
      }
    }
  }
}
