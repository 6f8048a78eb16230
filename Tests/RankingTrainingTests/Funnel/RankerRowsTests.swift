import RankingCore
import RankingTraining
import Testing

/// The ranker's training rows are made without what they hide.
@Suite struct RankerRowsTests {
  private static let users = 40
  private static let items = 60

  /// Other hidden items, with other ratings, give the same features to the bit and other labels.
  @Test func hiddenEventsNeverReachFeatures() throws {
    let rows = recipe()
    let events = Self.events()
    let whole = Interactions(users: Self.users, events: events)
    let fold = try #require(Self.folds.cut(whole).first)
    let changed = Interactions(users: Self.users, events: Self.events(events, changing: fold.hidden))
    let other = try #require(Self.folds.cut(changed).first)
    // The cut goes by places, so it hides the events that were changed.
    try #require(other.visible == fold.visible && other.hidden != fold.hidden)
    let (first, second) = (try rows.make(whole), try rows.make(changed))
    #expect(first.featureNames == second.featureNames && first.groupOffsets == second.groupOffsets)
    for feature in 0..<first.featureCount {
      let (a, b) = (first.features[row: feature], second.features[row: feature])
      #expect(a.map(\.bitPattern) == b.map(\.bitPattern), "\(first.featureNames[feature])")
    }
    #expect(first.labels != second.labels && first.labels.contains(1))
  }

  /// A row is relevant exactly if its item was hidden; visible items are no rows.
  @Test func labelsAreTheHiddenItems() throws {
    let whole = Interactions(users: Self.users, events: Self.events())
    let fold = try #require(Self.folds.cut(whole).first)
    let matrix = try recipe().make(whole)
    #expect(matrix.groupCount == fold.hidden.count { !$0.isEmpty })
    var group = 0
    for (user, hidden) in fold.hidden.enumerated() where !hidden.isEmpty {
      let labels = matrix.labels[matrix.groupOffsets[group]..<matrix.groupOffsets[group + 1]]
      let visible = fold.visible.count { $0.user == user }
      #expect(labels.reduce(0, +) == Float(hidden.count) && labels.count == Self.items - visible)
      group += 1
    }
  }

  private static let folds = InnerFolds(folds: 1, holdout: 4, seed: 1)

  private func recipe() -> RankerRows {
    var configuration = FunnelConfiguration.movieLens100K
    configuration.seed = 1
    configuration.rankerRows = .init(folds: 1, holdout: 4)
    configuration.serving.candidates = Self.items
    return RankerRows(
      configuration: configuration, catalogue: TestCatalogue.make(users: Self.users, items: Self.items),
      semantic: nil, threads: 2)
  }

  /// A time of its own for each event, so that changing an item moves no other.
  private static func events() -> [Interactions.Event] {
    var state: UInt64 = 5
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    return (0..<users).flatMap { user -> [Interactions.Event] in
      var items = Set<Int>()
      while items.count < 12 { items.insert((below(20) + user % 3 * 20 + below(2) * 10) % Self.items) }
      return items.sorted().map { item in
        Interactions.Event(
          user: Int32(user), item: Int32(item), rating: Float(1 + below(5)),
          timestamp: Int64(880_000_000 + user * 50_000 + item * 7919 % 61 * 600))
      }
    }
  }

  /// Each hidden event with another item, new to the user, and another rating.
  private static func events(
    _ events: [Interactions.Event], changing hidden: [[Int32]]
  ) -> [Interactions.Event] {
    var met = Dictionary(grouping: events, by: \.user).mapValues { Set($0.map(\.item)) }
    return events.map { event in
      guard hidden[Int(event.user)].contains(event.item) else { return event }
      var changed = event
      let unknown = (0..<Int32(items)).filter { !met[event.user, default: []].contains($0) }
      changed.item = unknown[Int(event.item) % unknown.count]
      changed.rating = 6 - event.rating
      met[event.user, default: []].insert(changed.item)
      return changed
    }
  }
}
