import RankingCore
import RankingTraining
import Testing

/// What is known not to work is refused before anything trains.
struct RetrievalRecipeCheckTests {
  private let movieLens = RetrievalRecipe.movieLens

  @Test(arguments: [26_744, 59_047])
  func aCatalogueTooLargeForASquareIsNamedBeforeTraining(_ items: Int) throws {
    let error = #expect(throws: TrainingError.self) { try movieLens.check(items: items) }
    #expect(error?.code == .tooLarge)
    let message = try #require(error?.message)
    #expect(message.contains("source occasion") && message.contains("max 4294967296 bytes or 23170 items"))
    #expect(message.contains("--leave-out occasion") && message.contains("\(items) items"))
    var trained: [String] = []
    #expect(throws: TrainingError.self) {
      try movieLens.train(
        sampleInteractions(users: 3, items: 9, perUser: 2), items: items, demographics: [], threads: 1
      ) { trained.append($0) }
    }
    #expect(trained == [])
    try movieLens.without(["occasion", "ease"]).check(items: items)
    try movieLens.check(items: 23_170)
  }

  @Test func theClosestTextIsASquareToo() throws {
    let recipe = RetrievalRecipe(
      sources: [.init("closest", .closestText)], fusion: FusionConfiguration(weights: ["closest": 1]))
    try recipe.check(items: 32_768)
    #expect(throws: TrainingError.self) { try recipe.check(items: 32_769) }
    #expect(throws: TrainingError.self) { try recipe.check(items: .max) }
  }

  @Test func sourcesAreLeftOutWithTheirWeights() throws {
    let rest = try movieLens.without(["ease", "trending"])
    #expect(rest.sources.map(\.name) == ["als", "occasion", "popularity", "demographics"])
    #expect(rest.fusion.weights.keys.sorted() == ["als", "occasion", "popularity"])
    #expect(try movieLens.without([]) == movieLens)
    #expect(throws: TrainingError.self) { try movieLens.without(["knn"]) }
    #expect(throws: TrainingError.self) { try movieLens.without(["als", "ease", "occasion", "popularity"]) }
  }

  @Test func fusionIsChecked() {
    var recipe = movieLens
    recipe.fusion.depth = 0
    let error = #expect(throws: TrainingError.self) { try recipe.check(items: 10) }
    #expect(error?.message.contains("fusion.depth") == true)
  }

  @Test(arguments: [0.5, -0.5])
  func numbersThatOverflowAreNamed(_ sign: Double) {
    let interactions = sampleInteractions(users: 30, items: 20, perUser: 6)
    let bad: [RetrievalRecipe.Trainer] = [
      .svd(.init(factors: 4, scaling: LinearScaling(userExponent: .nan))),
      .svd(.init(factors: 4, outputExponent: sign * 1000)),
      .svd(.init(factors: 4, proximity: Proximity(decay: 0, base: 1))),
      .svd(.init(factors: 4, scaling: LinearScaling(weight: RatingWeight(rule: .uniform, scale: .infinity)))),
      .ease(.init(regularization: 5, proximity: Proximity(decay: .nan, base: 1))),
      .ease(.init(regularization: 5, proximity: Proximity(decay: 5, base: -1))),
      .ease(.init(regularization: 5, scaling: LinearScaling(itemExponent: sign * 1000))),
      .neighbours(.init(similarity: .randomWalk, beta: sign * 1000)),
      .neighbours(.init(similarity: .randomWalk, alpha: .nan)),
      .trending(.init(decay: .infinity)),
    ]
    for trainer in bad {
      let recipe = RetrievalRecipe(
        sources: [.init("it", trainer)], fusion: FusionConfiguration(weights: ["it": 1]))
      let error = #expect(throws: TrainingError.self, "\(trainer)") {
        try recipe.train(interactions, items: 20, demographics: [], threads: 1)
      }
      #expect(error?.code == .configuration)
    }
  }

  /// Weights that are finite and squares that are not: nothing that serves is made of them.
  @Test(arguments: [ServingPrecision.float32, .int8])
  func whatIsTrainedButNotFiniteIsNamed(_ precision: ServingPrecision) {
    let scaling = LinearScaling(weight: RatingWeight(rule: .uniform, scale: 3e38), userExponent: 9)
    let trainers: [RetrievalRecipe.Trainer] = [
      .svd(.init(factors: 4, scaling: scaling)), .ease(.init(regularization: 5, scaling: scaling)),
    ]
    for trainer in trainers {
      let recipe = RetrievalRecipe(
        sources: [.init("it", trainer)], fusion: FusionConfiguration(weights: ["it": 1]), precision: precision
      )
      let error = #expect(throws: TrainingError.self) {
        try recipe.train(
          Interactions(
            users: 9,
            events: (0..<36).map {
              Interactions.Event(
                user: Int32($0 < 28 ? 0 : $0 % 9), item: Int32($0 % 28), rating: 1, timestamp: 0)
            }), items: 28, demographics: [], threads: 1)
      }
      #expect(error?.code == .notFinite, "\(error.map { "\($0)" } ?? "")")
    }
  }
}
