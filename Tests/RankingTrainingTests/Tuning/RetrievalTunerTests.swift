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

  private func data() -> TuningDataset {
    let events = sampleInteractions(users: 60, items: 40, perUser: 12).events()
    let dataset = Dataset(catalogue: TestCatalogue.make(users: 60, items: 40), events: events)
    let rows = events.indices.map { Int32($0) }
    return TuningDataset(dataset, base: Split(name: "all", train: rows, test: []))
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

  @Test func needsAFold() {
    #expect(throws: DatasetError.self) {
      try RetrievalTuner(data(), options: TuningOptions(randomFolds: 0, temporalFold: false), threads: 1)
    }
  }
}
