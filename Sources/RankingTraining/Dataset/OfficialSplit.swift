package import RankingCore

/// MovieLens 100K's own splits: in the order of `u.data`, each user's first 10 ratings are `ua.test` and the next
/// 10 are `ub.test`; the rest of all rows is the base of each.
package enum OfficialSplit: String, Sendable, CaseIterable {
  case ua
  case ub

  /// Hidden ratings a user.
  package static let hiddenPerUser = 10

  /// Cuts `events`, which are in original row order.
  package func cut(_ events: [Interactions.Event]) -> Split {
    let hidden = self == .ua ? 0..<Self.hiddenPerUser : Self.hiddenPerUser..<(2 * Self.hiddenPerUser)
    var seen: [Int32: Int] = [:]
    return Split(name: rawValue, rows: events.indices.map { Int32($0) }) { row in
      let rank = seen[events[Int(row)].user, default: 0]
      seen[events[Int(row)].user] = rank + 1
      return hidden.contains(rank)
    }
  }
}
