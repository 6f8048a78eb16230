import Foundation
import RankingCore
import RankingTraining
import Testing

struct RetrievalTunerTests {
  private let options = TuningOptions(seed: 4, randomFolds: 1, temporalFold: true, hiding: 3)
  private let start = RetrievalRecipe(
    sources: [
      .init("als", .als(ALSConfiguration(factors: 16, regularization: 5, iterations: 2))),
      .init("ease", .ease(EASETrainer.Configuration(regularization: 50))),
      .init("popularity", .popularity),
    ], fusion: FusionConfiguration(weights: ["als": 0.5, "ease": 0.5, "popularity": 0.1]))

  private func data() throws -> TuningDataset {
    let events = sampleInteractions(users: 60, items: 40, perUser: 12).events()
    let dataset = Dataset(catalogue: TestCatalogue.make(users: 60, items: 40), events: events)
    return try TuningDataset(own: dataset)
  }

  private func withState(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "tune-\(UUID()).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func neverEndsBelowWhereItBegan() throws {
    let tuner = try RetrievalTuner(data(), options: options, threads: 2)
    var objectives: [Double] = []
    let found = try tuner.run(trials: 5, from: start) { state, _ in objectives.append(state.objective) }
    #expect(objectives.count == 6 && zip(objectives, objectives.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(found.figures.count == 2 && found.trials == 5)
  }

  @Test func fixedTrainersStayAsTheyAre() throws {
    var options = options
    options.fixed = ["als"]
    let found = try RetrievalTuner(data(), options: options, threads: 2).run(trials: 8, from: start)
    #expect(found.best.sources[0] == start.seeded(options.seed).sources[0])
  }

  @Test func resumingEndsWhereAnUninterruptedSearchDoes() throws {
    let whole = try RetrievalTuner(data(), options: options, threads: 2).run(trials: 6, from: start)
    try withState { path in
      let first = try RetrievalTuner(data(), options: options, threads: 1)
        .run(trials: 2, from: start, state: path)
      #expect(try TuningState.read(path) == first)
      let second = try RetrievalTuner(data(), options: options, threads: 2)
        .run(trials: 6, from: start, state: path)
      #expect(second == whole)
    }
  }

  @Test func refusesAnotherSearchsState() throws {
    try withState { path in
      _ = try RetrievalTuner(data(), options: options, threads: 1).run(trials: 0, from: start, state: path)
      var other = options
      other.seed = 5
      #expect(throws: TrainingError.self) {
        try RetrievalTuner(data(), options: other, threads: 1).run(trials: 1, from: start, state: path)
      }
    }
  }

  @Test func unknownNamesAndNumbersOutsideTheirRangesAreRefused() throws {
    var options = options
    options.fixed = ["als", "occasion"]
    let error = #expect(throws: TrainingError.self) {
      try RetrievalTuner(data(), options: options, threads: 1).run(trials: 0, from: start)
    }
    #expect(error?.message == "fixed names \"occasion\", the sources are als, ease, popularity")
    options.fixed = []
    options.recallWeight = .nan
    #expect(throws: TrainingError.self) {
      try RetrievalTuner(data(), options: options, threads: 1).run(trials: 0, from: start)
    }
    for (hiding, folds) in [(-1, 1), (0, 1), (3, -1)] {
      let options = TuningOptions(randomFolds: folds, hiding: hiding)
      #expect(throws: DatasetError.self) { try RetrievalTuner(data(), options: options, threads: 1) }
    }
  }

  /// What the start leaves off stays off; what it has is searched.
  @Test func searchesTheNumbersThatTheStartHas() throws {
    var start = start
    start.sources[0].trainer = .als(
      ALSConfiguration(
        factors: 16, regularization: 0.05, iterations: 1, unobservedWeight: 0.4, frequencyExponent: 0.5,
        recency: RecencyWeight(halfLife: 86_400, floor: 0.3)))
    var (moved, plain): (Set<String>, Set<ALSConfiguration>) = ([], [])
    var random = SplitMix64(seed: 3)
    for _ in 0..<60 {
      guard case .als(let one)? = start.sources[0].trainer.neighbour(&random),
        case .als(let other)? = self.start.sources[0].trainer.neighbour(&random)
      else {
        Issue.record("nothing to tune")
        return
      }
      if one.unobservedWeight != 0.4 { moved.insert("unobservedWeight") }
      if one.frequencyExponent != 0.5 { moved.insert("frequencyExponent") }
      if one.recency?.halfLife != 86_400 { moved.insert("halfLife") }
      if one.recency?.floor != 0.3 { moved.insert("floor") }
      try one.validate()
      plain.insert(other)
    }
    #expect(moved == ["unobservedWeight", "frequencyExponent", "halfLife", "floor"])
    #expect(plain.allSatisfy { $0.unobservedWeight == nil && $0.frequencyExponent == 0 && $0.recency == nil })
  }

  /// The figures of a search are those of the stage that will serve, however it fuses.
  @Test(arguments: [FusionConfiguration.Method.standardScores, .reciprocalRank])
  func figuresAreThoseOfTheServingStage(_ method: FusionConfiguration.Method) throws {
    var start = start
    start.fusion.method = method
    start.fusion.depth = 12
    start.precision = .float32
    let found = try RetrievalTuner(data(), options: options, threads: 2).run(trials: 1, from: start)
    let problem = try data().randomFold(seed: 4 &* 1_000_003, hiding: 3)
    let interactions = problem.interactions
    let sources = try found.best.train(interactions, items: 40, demographics: [], threads: 1)
    let stage = RetrievalStage(sources: sources, fusion: found.best.fusion, catalogueSize: 40)
    let scratch = RetrievalScratch(catalogueSize: 40)
    var (sum, users) = (0.0, 0)
    for user in 0..<60 where !problem.relevant[user].isEmpty && interactions.history(of: user).count > 0 {
      let history = interactions.history(of: user)
      let query = UserQuery(user: user, history: history, demographics: .unknown, asOf: 0)
      let deny = DenyList(history, items: 40).words
      let best = Array(stage.run(query, deny: deny, limit: 10, scratch: scratch).items)
      let gains = best.enumerated().map { place, item in
        problem.relevant[user].contains(item) ? 1 / log2(Double(place + 2)) : 0
      }
      let ideal = (0..<min(10, problem.relevant[user].count)).reduce(0) { $0 + 1 / log2(Double($1 + 2)) }
      sum += gains.reduce(0, +) / ideal
      users += 1
    }
    let figures = try #require(found.figures.first)
    #expect(abs(figures.ndcg10 - sum / Double(users)) < 2e-3)
  }

  @Test func needsAFold() {
    #expect(throws: DatasetError.self) {
      try RetrievalTuner(data(), options: TuningOptions(randomFolds: 0, temporalFold: false), threads: 1)
    }
  }
}
