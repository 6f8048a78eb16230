package import RankingCore

/// Some items without any of their interactions: what was seen of the others, and who meets the hidden ones.
package struct ColdItemProblem: Sendable {
  /// Dense items with interactions to learn from, ascending.
  package let warm: [Int]
  /// Dense items to rank among themselves, ascending.
  package let cold: [Int]
  /// Interactions with warm items.
  package let interactions: Interactions
  /// [users] places in `cold` that the user meets, ascending.
  package let relevant: [[Int32]]

  /// `isCold` tells of each dense item whether its interactions are hidden; `among` leaves items out altogether.
  package init(
    users: Int, among items: [Int], events: [Interactions.Event], isCold: (Int) -> Bool
  ) {
    warm = items.filter { !isCold($0) }
    cold = items.filter(isCold)
    let places = Dictionary(uniqueKeysWithValues: cold.enumerated().map { (Int32($1), Int32($0)) })
    let known = Set(warm.map { Int32($0) })
    interactions = Interactions(users: users, events: events.filter { known.contains($0.item) })
    var relevant = [Set<Int32>](repeating: [], count: users)
    for event in events {
      if let place = places[event.item] { relevant[Int(event.user)].insert(place) }
    }
    self.relevant = relevant.map { $0.sorted() }
  }

  /// The items whose identifier leaves `residue` when divided by 10 are cold.
  package init(catalogue: Catalogue, events: [Interactions.Event], residue: Int) {
    self.init(
      users: catalogue.userCount, among: Array(0..<catalogue.itemCount), events: events
    ) { item in
      (catalogue.items.ids.map { Int($0[item] % 10) } ?? item % 10) == residue
    }
  }

  /// The warm items cut into `folds` parts by `seed`, each cold in turn; nothing of `cold` remains.
  package func inner(folds: Int, seed: UInt64) -> [ColdItemProblem] {
    var random = SeededRandom(seed: seed, 0x636F6C64)
    let shuffled = warm.shuffled(using: &random)
    var part: [Int: Int] = [:]
    for (place, item) in shuffled.enumerated() { part[item] = place % folds }
    let events = interactions.events()
    return (0..<folds).map { fold in
      ColdItemProblem(users: interactions.userCount, among: warm, events: events) { part[$0] == fold }
    }
  }
}
