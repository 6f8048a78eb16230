import RankingCore
import Testing
import TestSupport

/// Invented people, items and events, and what the feature groups make of them.
struct FeatureData {
  let users = 12
  let items = 15
  let events: [Interactions.Event]
  let people: [Demographics]
  private let masks: [UInt64]
  private let years: [Int32]
  private let catalogue: Catalogue
  private let interactions: Interactions
  private let tables: FeatureTables
  let groups: [any FeatureGroup]

  /// The last user has no history, the last item was never used.
  init(seed: UInt64) {
    var random = TestRandom(seed: seed)
    var events: [Interactions.Event] = []
    for user in 0..<users - 1 {
      for item in (0..<items - 1).shuffled(using: &random).prefix(Int.random(in: 1...9, using: &random)) {
        events.append(
          .init(
            user: Int32(user), item: Int32(item), rating: Float(Int.random(in: 1...5, using: &random)),
            timestamp: 880_000_000 + Int64.random(in: 0..<60 * 86_400, using: &random)))
      }
    }
    self.events = events
    masks = (0..<items).map { _ in UInt64.random(in: 0..<64, using: &random) }
    years = (0..<items).map { $0 % 5 == 2 ? 0 : Int32.random(in: 1950...1998, using: &random) }
    people = (0..<users).map { user -> Demographics in
      let age: Int32 = user % 4 == 3 ? -1 : Int32.random(in: 15...60, using: &random)
      let gender: Int32 = user % 5 == 4 ? -1 : Int32(user % 2)
      return Demographics(age: age, gender: gender, occupation: Int32(user % 4) - 1)
    }
    interactions = Interactions(users: users, events: events)
    do {
      catalogue = try Catalogue(
        items: CatalogueIdentifiers(ids: (0..<items).map { Int64($0) }),
        users: CatalogueIdentifiers(ids: (0..<users).map { Int64($0) }),
        titles: [String](repeating: "", count: items), years: years, genreMasks: masks,
        genreNames: (0..<6).map { "genre \($0)" }, people: people, genderNames: ["F", "M"],
        occupationNames: ["artist", "doctor", "other"])
    } catch {
      fatalError("\(error)")
    }
    tables = FeatureTables(catalogue: catalogue, interactions: interactions, semantic: nil)
    groups = tables.groups(sources: [])
  }

  /// All features of all items for `user`, by name; those of the user alone have one value.
  func columns(user: Int) -> [String: [Float]] {
    let query = UserQuery(
      user: user, history: interactions.history(of: user), demographics: people[user], asOf: horizon)
    let profile = tables.makeProfile()
    profile.update(query, tables)
    var found: [String: [Float]] = [:]
    (0..<Int32(items)).map { $0 }.withUnsafeBufferPointer { candidates in
      let context = FeatureContext(
        query: query, profile: profile, candidates: candidates,
        scratch: RetrievalScratch(catalogueSize: items))
      for group in groups {
        var values = [Float](repeating: -77, count: items * group.features.count)
        values.withUnsafeMutableBufferPointer {
          group.fill(context, into: FeatureColumns(base: $0.baseAddress!, stride: items))
        }
        for (index, feature) in group.features.enumerated() {
          let column = values[index * items..<(index + 1) * items]
          found[feature.name] = Array(feature.scope == .user ? column.prefix(1) : column)
        }
      }
    }
    return found
  }

  func check(
    _ found: [String: [Float]], _ row: Int, _ name: String, _ expected: Double,
    at location: SourceLocation = #_sourceLocation
  ) {
    guard let value = found[name]?[row] else {
      Issue.record("no feature \(name)", sourceLocation: location)
      return
    }
    let isClose = expected.isNaN ? value.isNaN : abs(Double(value) - expected) <= 1e-4 * max(1, abs(expected))
    #expect(isClose, "\(name), row \(row): \(value) is not \(expected)", sourceLocation: location)
  }

  var origin: Int64 { events.map(\.timestamp).min() ?? 0 }
  var horizon: Int64 { events.map(\.timestamp).max() ?? 0 }
  func day(_ event: Interactions.Event) -> Double { Double(event.timestamp - origin) / 86_400 }
  func count(_ item: Int) -> Double { Double(events.count { $0.item == item }) }
  func year(_ item: Int) -> Double { years[item] > 0 ? Double(years[item]) : .nan }
  func genres(_ item: Int) -> [Int] { (0..<6).filter { masks[item] >> UInt64($0) & 1 == 1 } }

  /// Oldest first.
  func history(_ user: Int) -> [Interactions.Event] {
    events.filter { $0.user == user }.sorted { ($0.timestamp, $0.item) < ($1.timestamp, $1.item) }
  }

  /// How much more `people` use `item` than everybody, twenty interactions smoothed towards 1.
  func lift(_ item: Int, among people: [Int]) -> Double {
    let theirs = events.filter { people.contains(Int($0.user)) }
    let expected = count(item) / Double(events.count) * Double(theirs.count)
    return (Double(theirs.count { $0.item == item }) + 20) / (expected + 20)
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func deviation(_ values: [Double]) -> Double {
    let mean = mean(values)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}
