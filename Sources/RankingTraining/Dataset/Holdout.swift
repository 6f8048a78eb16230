package import RankingCore

/// A rule that hides part of any data set's rows.
package enum Holdout: Sendable, Hashable {
  /// Each user's last n events by time (of equal times the later row).
  case last(Int)
  /// n random events of each user.
  case random(Int)
  /// Every event at or after this Unix second.
  case time(Int64)

  /// Reads `last:10`, `random:10` or `time:881250949`.
  package init(_ text: String) throws(DatasetError) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    let number = parts.count == 2 ? Int64(parts[1]) : nil
    switch (parts.first, number) {
    case ("last", let count?) where (1...1_000_000).contains(count): self = .last(Int(count))
    case ("random", let count?) where (1...1_000_000).contains(count): self = .random(Int(count))
    case ("time", let second?): self = .time(second)
    default:
      throw DatasetError(
        .badSplit, file: "holdout",
        "expected last:N or random:N with N from 1 to 1000000, or time:T in Unix seconds, got '\(text)'")
    }
  }

  /// Cuts `events`. `last` and `random` leave each user at least half of the events: min(n, ⌊events / 2⌋) are
  /// hidden. Only `random` uses `seed`.
  package func cut(_ events: [Interactions.Event], seed: UInt64 = 0) throws(DatasetError) -> Split {
    let rows = events.indices.map { Int32($0) }
    let split =
      switch self {
      case .last(let count): Self.last(count, events, rows)
      case .random(let count):
        RandomFold.cut(events, rows: rows, hiding: count, seed: seed, name: "random:\(count)")
      case .time(let second):
        Split(name: "time:\(second)", rows: rows) { events[Int($0)].timestamp >= second }
      }
    guard !split.train.isEmpty && !split.test.isEmpty else {
      throw DatasetError(
        .badSplit, file: "holdout \(split.name)",
        "leaves \(split.train.count) rows to train and \(split.test.count) to test, both must be positive")
    }
    return split
  }

  private static func last(_ count: Int, _ events: [Interactions.Event], _ rows: [Int32]) -> Split {
    var hidden = [Bool](repeating: false, count: events.count)
    for mine in UserRows.group(rows, events).values {
      let ordered = mine.sorted { (events[Int($0)].timestamp, $0) < (events[Int($1)].timestamp, $1) }
      for row in ordered.suffix(min(count, mine.count / 2)) { hidden[Int(row)] = true }
    }
    return Split(name: "last:\(count)", rows: rows) { hidden[Int($0)] }
  }
}
