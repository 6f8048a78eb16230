import RankingCore

/// Rows by user.
enum UserRows {
  /// The rows of each user, in the order of `rows`.
  static func group(_ rows: [Int32], _ events: [Interactions.Event]) -> [Int32: [Int32]] {
    var groups: [Int32: [Int32]] = [:]
    for row in rows { groups[events[Int(row)].user, default: []].append(row) }
    return groups
  }
}
