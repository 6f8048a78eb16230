import RankingCore
import RankingTraining

/// A small funnel over items of four topics: texts of a topic are alike, and users keep to one.
enum TextFunnel {
  static let (users, items, topics) = (40, 120, 4)

  static let catalogue = TestCatalogue.make(users: users, items: items)

  /// [items, 12] rows of length 1, near the axis of the item's topic.
  static let embeddings: Matrix<Float> = {
    var random = SystemRandomNumberGenerator.Seeded(state: 5)
    return Matrix(
      rows: items, columns: 12,
      (0..<items).flatMap { item in
        let line = (0..<12).map { column in
          (column == item % topics ? 2 : 0) + Float.random(in: -0.5...0.5, using: &random)
        }
        let length = line.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return line.map { $0 / length }
      })
  }()

  /// 4 of 5 items are of the user's own topic; the last 20 items are never met.
  static let interactions: Interactions = {
    var random = SplitMix64(seed: 9)
    let events = (0..<users).flatMap { user in
      Set(
        (0..<15).map { _ in
          Int32(random.below(25) * topics + (random.below(5) == 0 ? random.below(4) : user % 4))
        }
      )
      .sorted().enumerated().map { place, item in
        Interactions.Event(
          user: Int32(user), item: item, rating: Float(1 + place % 5), timestamp: Int64(1000 * place + user))
      }
    }
    return Interactions(users: users, events: events)
  }()

  static let signals: Result<SemanticSignals, any Error> = Result {
    try SemanticRecipe(clusters: topics, components: 6).fit(embeddings, threads: 2)
  }

  /// The trained funnel under the default configuration, made small, with `change`.
  static func model(
    semantic: SemanticSignals?, _ change: (inout FunnelConfiguration) -> Void = { _ in }
  ) throws -> FunnelModel {
    var configuration = FunnelConfiguration.movieLens100K
    configuration.retrieval.sources.removeAll { $0.name == "occasion" }
    configuration.retrieval.sources[0].trainer = .als(ALSConfiguration(factors: 8, regularization: 1))
    configuration.serving.candidates = 50
    configuration.rankerRows.holdout = 3
    configuration.ranker.trees = 30
    change(&configuration)
    return try FunnelTrainer(configuration: configuration, threads: 2).train(
      catalogue: catalogue, interactions: interactions, semantic: semantic)
  }
}
