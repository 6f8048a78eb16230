internal import RankingCore

/// What users turned to later, by names that any bundle knows: what two bundles are judged by.
package struct HiddenPairs: Sendable, Hashable {
  /// Users with hidden items, in the problem's order.
  package let users: [String]
  /// [users] names of their hidden items.
  package let items: [[String]]

  package init(_ problem: EvaluationProblem) {
    let judged = problem.relevant.indices.filter { !problem.relevant[$0].isEmpty }
    users = judged.map { problem.catalogue.userKey($0) }
    items = judged.map { user in problem.relevant[user].map { problem.catalogue.itemKey(Int($0)) } }
  }

  /// Every row of a table of interactions is hidden.
  package init(_ dataset: Dataset) {
    let problem = EvaluationProblem(
      name: "test", catalogue: dataset.catalogue, train: [], hidden: dataset.events)
    self.init(problem)
  }

  package var count: Int { items.reduce(0) { $0 + $1.count } }

  /// [users] dense items of `catalogue`, ascending; one that it does not know has a negative number of its own, so
  /// that it counts as hidden and is never found.
  func relevant(in catalogue: Catalogue) -> [[Int32]] {
    items.map { names in
      names.enumerated().map { place, name in
        catalogue.item(key: name).map { Int32($0) } ?? Int32(-1 - place)
      }.sorted()
    }
  }

  /// Pairs that `snapshot` has trained on.
  func known(to snapshot: ModelSnapshot) -> Int {
    zip(users, relevant(in: snapshot.catalogue)).reduce(0) { count, pair in
      guard let user = snapshot.catalogue.user(key: pair.0) else { return count }
      let history = Set(snapshot.model.interactions.history(of: user).items)
      return count + pair.1.count { history.contains($0) }
    }
  }
}
