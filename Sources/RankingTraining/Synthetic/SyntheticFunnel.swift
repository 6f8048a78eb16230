package import RankingCore

/// A funnel of any size without meaning, to measure what growth costs: random factors, histories and trees,
/// served by the same code as a trained one. The same numbers give the same bundle.
package struct SyntheticFunnel: Sendable {
  package var items: Int
  package var users: Int
  /// Interactions of every user.
  package var history: Int
  package var factors: Int
  /// Items that stage 1 hands to stage 2.
  package var candidates: Int
  package var trees: Int
  package var depth: Int
  package var seed: UInt64

  package init(
    items: Int, users: Int, history: Int, factors: Int, candidates: Int, trees: Int, depth: Int, seed: UInt64
  ) {
    self.items = items
    self.users = users
    self.history = history
    self.factors = factors
    self.candidates = candidates
    self.trees = trees
    self.depth = depth
    self.seed = seed
  }

  /// Width of the source whose cost grows with the history.
  private static let tasteFactors = 16
  /// Days from the first event to the last, as in MovieLens 100K.
  private static let days = 215

  /// Factors, a projection of the history, popularity, and trees over all their features.
  package func model() throws -> FunnelModel {
    var model = FunnelModel(
      catalogue: try catalogue(), interactions: interactions(), sources: sources(),
      fusion: FusionConfiguration(weights: ["als": 1, "taste": 0.5]), semantic: nil, ranker: nil,
      serving: ServingPolicy(candidates: candidates, retrievalWeight: 0.1),
      horizon: Int64(Self.days * 86_400))
    let features = try ModelSnapshot(version: "", model: model).assembler.features.map(\.name)
    model.ranker = ranker(features)
    return model
  }

  private func catalogue() throws -> Catalogue {
    let random = CounterRandom(seed: seed, stream: 1)
    let genres = (0..<18).map { "genre \($0)" }
    return try Catalogue(
      items: CatalogueIdentifiers(ids: (1...Int64(items)).map { $0 }),
      users: CatalogueIdentifiers(ids: (1...Int64(users)).map { $0 }),
      titles: (0..<items).map { "item \($0 + 1)" },
      years: (0..<items).map { 1920 + Int32(random.bits(UInt64($0)) % 80) },
      genreMasks: (0..<items).map { 1 << (random.bits(UInt64($0)) >> 32 % 18) }, genreNames: genres,
      people: [Demographics](repeating: .unknown, count: users), genderNames: [], occupationNames: [])
  }

  /// Every user's items are a walk of one step through the catalogue, so that none repeats.
  private func interactions() -> Interactions {
    let random = CounterRandom(seed: seed, stream: 2)
    let step = items % 7919 == 0 ? 7907 : 7919
    let count = min(history, items)
    let events = (0..<users).flatMap { user in
      let start = Int(random.bits(UInt64(user)) % UInt64(items))
      return (0..<count).map { place in
        Interactions.Event(
          user: Int32(user), item: Int32((start + place * step) % items), rating: Float(1 + place % 5),
          timestamp: Int64(Self.days * 86_400 * (place + 1) / count))
      }
    }
    return Interactions(users: users, events: events)
  }

  private func sources() -> [any StorableSource] {
    let identity = Matrix<Float>(rows: factors, columns: factors) { row, target in target[row] = 1 }
    let taste = matrix(items, Self.tasteFactors, stream: 5)
    return [
      FactorSource(
        name: "als", weight: .uniform, items: matrix(items, factors, stream: 3),
        users: matrix(users, factors, stream: 4), gram: identity, rule: FoldInRule(regularization: 1),
        precision: .int8),
      ProjectedSource(name: "taste", weight: .uniform, projection: taste, items: taste, precision: .int8),
      PopularitySource(scores: matrix(1, items, stream: 6)),
    ]
  }

  /// Uniform from -1/2 to 1/2.
  private func matrix(_ rows: Int, _ columns: Int, stream: UInt64) -> Matrix<Float> {
    let random = CounterRandom(seed: seed, stream: stream)
    return Matrix(rows: rows, columns: columns) { row, target in
      for column in 0..<columns { target[column] = random.unit(UInt64(row * columns + column)) - 0.5 }
    }
  }
}
