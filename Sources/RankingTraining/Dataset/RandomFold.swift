package import RankingCore

/// Random folds like the official split: some rows of each user are hidden, never more than half.
package enum RandomFold {
  /// Hides min(`count`, ⌊n / 2⌋) random ones of each user's n `rows`; the other `rows` train.
  ///
  /// Each user draws from a stream of their own, so a user's fold depends on the seed and their rows alone.
  package static func cut(
    _ events: [Interactions.Event], rows: [Int32], hiding count: Int, seed: UInt64, name: String
  ) -> Split {
    var hidden = Set<Int32>()
    for (user, mine) in UserRows.group(rows, events) {
      var random = SplitMix64(seed: seed, stream: UInt64(UInt32(bitPattern: user)))
      hidden.formUnion(draw(min(count, mine.count / 2), of: mine, &random))
    }
    return Split(name: name, rows: rows) { hidden.contains($0) }
  }

  /// The first `count` places of a Fisher-Yates shuffle.
  private static func draw(_ count: Int, of rows: [Int32], _ random: inout SplitMix64) -> ArraySlice<Int32> {
    var rows = rows
    for place in 0..<count { rows.swapAt(place, place + random.below(rows.count - place)) }
    return rows[..<count]
  }
}
