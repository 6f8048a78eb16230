/// All users' histories in compressed sparse rows: user `u` owns entries `offsets[u] ..< offsets[u + 1]`.
///
/// Within a user, entries are ordered by (timestamp, item), and an item occurs once.
package final class Interactions: Sendable {
  /// [users + 1], ascending, starting at 0.
  package let offsets: Matrix<Int64>
  /// [entries] dense catalogue indexes.
  package let items: Matrix<Int32>
  /// [entries] ratings.
  package let ratings: Matrix<Float>
  /// [entries] Unix seconds.
  package let timestamps: Matrix<Int64>

  package init(
    offsets: Matrix<Int64>, items: Matrix<Int32>, ratings: Matrix<Float>, timestamps: Matrix<Int64>
  ) {
    self.offsets = offsets
    self.items = items
    self.ratings = ratings
    self.timestamps = timestamps
  }

  package var userCount: Int { offsets.columns - 1 }
  package var entryCount: Int { items.columns }

  /// The history of dense user `user`; valid as long as this value lives.
  package func history(of user: Int) -> History {
    let range = Int(offsets.base[user])..<Int(offsets.base[user + 1])
    return History(
      items: UnsafeBufferPointer(start: items.base + range.lowerBound, count: range.count),
      ratings: UnsafeBufferPointer(start: ratings.base + range.lowerBound, count: range.count),
      timestamps: UnsafeBufferPointer(start: timestamps.base + range.lowerBound, count: range.count))
  }
}
