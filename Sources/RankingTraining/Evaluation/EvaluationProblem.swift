package import RankingCore

/// What to train on and what to find: one split of one data set, by dense indexes.
package struct EvaluationProblem: Sendable {
  package let name: String
  package let catalogue: Catalogue
  /// Training events in original row order.
  package let train: [Interactions.Event]
  /// Each user's hidden items, ascending, without those that the user also trains on: they are never recommended.
  package let relevant: [[Int32]]

  package init(
    name: String, catalogue: Catalogue, train: [Interactions.Event], hidden: [Interactions.Event]
  ) {
    self.name = name
    self.catalogue = catalogue
    self.train = train
    relevant = Self.relevant(users: catalogue.userCount, train, hidden)
  }

  package var interactions: Interactions { Interactions(users: catalogue.userCount, events: train) }

  private static func relevant(
    users: Int, _ train: [Interactions.Event], _ hidden: [Interactions.Event]
  ) -> [[Int32]] {
    let pair = { (event: Interactions.Event) in SIMD2(event.user, event.item) }
    let seen = Set(train.map(pair))
    var items = [[Int32]](repeating: [], count: users)
    for pair in Set(hidden.map(pair)).subtracting(seen) { items[Int(pair.x)].append(pair.y) }
    return items.map { $0.sorted() }
  }
}
