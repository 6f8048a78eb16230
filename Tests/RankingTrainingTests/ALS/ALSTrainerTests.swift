import RankingCore
import RankingTraining
import Testing

struct ALSTrainerTests {
  private let interactions = sampleInteractions(users: 120, items: 80, perUser: 14)
  private let weight = RatingWeight(rule: .boosted, scale: 1.5, threshold: 4, boost: 0.5)

  private func configuration(_ solver: ALSConfiguration.Solver, factors: Int = 20) -> ALSConfiguration {
    ALSConfiguration(
      factors: factors, regularization: 2, iterations: 4, solver: solver, weight: weight, seed: 11)
  }

  private func data() -> SparseRows { SparseRows(interactions, items: 80, weight: weight) }

  @Test(arguments: [ALSConfiguration.Solver.cholesky, .conjugateGradient])
  func threadsDoNotChangeABit(_ solver: ALSConfiguration.Solver) throws {
    let one = try ALSTrainer(configuration(solver), threads: 1).train(data())
    for threads in [2, 5] {
      let many = try ALSTrainer(configuration(solver), threads: threads).train(data())
      #expect(many.users.flattened() == one.users.flattened())
      #expect(many.items.flattened() == one.items.flattened())
    }
  }

  @Test(arguments: [nil, 0.3] as [Float?])
  func choleskyNeverRaisesTheObjective(_ unobserved: Float?) throws {
    var configuration = configuration(.cholesky)
    configuration.unobservedWeight = unobserved
    configuration.frequencyExponent = unobserved == nil ? 0 : 0.5
    var objectives: [Double] = []
    _ = try ALSTrainer(configuration, threads: 2, reportsObjective: true).train(data()) { progress, _ in
      if let objective = progress.objective { objectives.append(objective) }
    }
    #expect(objectives.count == 4)
    for (before, after) in zip(objectives, objectives.dropFirst()) { #expect(after < before * 1.00001) }
  }

  @Test func rowsWithoutEntriesAreZero() throws {
    let factors = try ALSTrainer(configuration(.conjugateGradient), threads: 2).train(data())
    #expect(factors.users[row: 9].allSatisfy { $0 == 0 })
    #expect(factors.users[row: 8].contains { $0 != 0 })
  }

  @Test func resumingGoesOnWhereItStopped() throws {
    let whole = try ALSTrainer(configuration(.conjugateGradient), threads: 2).train(data())
    var half = configuration(.conjugateGradient)
    half.iterations = 2
    let first = try ALSTrainer(half, threads: 2).train(data())
    let second = try ALSTrainer(half, threads: 2).train(data(), initial: first)
    #expect(second.users.flattened() == whole.users.flattened())
  }

  @Test func foldInGivesTheTrainedRow() throws {
    let configuration = configuration(.cholesky, factors: 12)
    let factors = try ALSTrainer(configuration, threads: 1).train(data())
    let source = factors.source(name: "als", configuration: configuration)
    let retrained = try ALSTrainer(configuration.with(iterations: 1), threads: 1)
      .train(data(), initial: factors)
    let scratch = RetrievalScratch(catalogueSize: 80)
    var scores = [Float](repeating: 0, count: 80)
    let query = UserQuery(
      user: nil, history: interactions.history(of: 3), demographics: .unknown, asOf: 0)
    #expect(source.score(query, into: &scores, scratch: scratch))
    for item in 0..<80 {
      let expected = zip(retrained.users[row: 3], factors.items[row: item]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(scores[item] - expected) < 1e-4)
    }
  }

  @Test func stopsAtTheFirstRowThatIsNotFinite() throws {
    let users = Matrix<Float>(rows: 120, columns: 20, [Float](repeating: 0.1, count: 2400))
    let items = Matrix<Float>(rows: 80, columns: 20, [Float](repeating: 1e30, count: 1600))
    let error = #expect(throws: TrainingError.self) {
      try ALSTrainer(configuration(.conjugateGradient), threads: 2)
        .train(data(), initial: Factors(users: users, items: items))
    }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("iteration 1: factors of users row 0 ") == true)
  }

  @Test func refusesWhatItCannotTrain() {
    #expect(throws: TrainingError.self) {
      try ALSTrainer(configuration(.cholesky, factors: 0), threads: 1).train(data())
    }
    #expect(throws: TrainingError.self) {
      try ALSTrainer(configuration(.cholesky), threads: 1)
        .train(SparseRows(Interactions(users: 0, events: []), items: 3, weight: .uniform))
    }
    #expect(throws: TrainingError.self) {
      let small = try ALSTrainer(configuration(.cholesky, factors: 3), threads: 1).train(data())
      _ = try ALSTrainer(configuration(.cholesky), threads: 1).train(data(), initial: small)
    }
  }

  @Test func initialFactorsThatAreNotFiniteAreNamed() {
    let users = Matrix<Float>(rows: 120, columns: 20, [Float](repeating: 0.1, count: 2400))
    var values = [Float](repeating: 0.1, count: 1600)
    values[20 * 7 + 3] = .nan
    let items = Matrix<Float>(rows: 80, columns: 20, values)
    let error = #expect(throws: TrainingError.self) {
      try ALSTrainer(configuration(.cholesky), threads: 2)
        .train(data(), initial: Factors(users: users, items: items))
    }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("initial factors of items row 7") == true)
  }

  /// What trains can be served: one range for training and bundles.
  @Test(arguments: [0, 1e-10, 2e9, .infinity, .nan, -1] as [Float])
  func regularizationThatNoBundleTakesIsRefused(_ regularization: Float) {
    var configuration = configuration(.cholesky)
    configuration.regularization = regularization
    let error = #expect(throws: TrainingError.self) { try configuration.validate() }
    #expect(error?.message.contains("als.regularization must be 1e-09...1000000000.0") == true)
  }

  @Test(arguments: [2e-9, 1e9] as [Float])
  func theEndsOfTheRangeAreTrainedAndServed(_ regularization: Float) throws {
    var configuration = configuration(.conjugateGradient)
    configuration.regularization = regularization
    let source = try ALSTrainer(configuration, threads: 1).train(data())
      .source(name: "als", configuration: configuration)
    let tensors = Dictionary(uniqueKeysWithValues: source.tensors().map { ($0.name, $0.matrix) })
    _ = try source.specification.make(tensors: { try #require(tensors[$0]) }, catalogueSize: 80)
  }

  /// A confidence below 0 is a target of 0 for training and for folding in.
  @Test func foldInGivesTheTrainedRowOfSignedConfidences() throws {
    var configuration = configuration(.cholesky, factors: 12)
    // 1.5 * (1 - 3) = -3 for ratings from 4 on.
    configuration.weight = RatingWeight(rule: .boosted, scale: 1.5, threshold: 4, boost: -3)
    let rows = SparseRows(interactions, items: 80, weight: configuration.weight)
    let factors = try ALSTrainer(configuration, threads: 1).train(rows)
    let source = factors.source(name: "als", configuration: configuration)
    let retrained = try ALSTrainer(configuration.with(iterations: 1), threads: 1).train(
      rows, initial: factors)
    let scratch = RetrievalScratch(catalogueSize: 80)
    var scores = [Float](repeating: 0, count: 80)
    let query = UserQuery(
      user: nil, history: interactions.history(of: 3), demographics: .unknown, asOf: 0)
    #expect(source.score(query, into: &scores, scratch: scratch))
    for item in 0..<80 {
      let expected = zip(retrained.users[row: 3], factors.items[row: item]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(scores[item] - expected) < 1e-4)
    }
  }

  @Test func largeMatricesAreToldOfAtEveryHalf() {
    let quick = ALSProgress(iteration: 1, half: .users, seconds: 0.01, objective: nil)
    let slow = ALSProgress(iteration: 1, half: .items, seconds: 0.6, objective: nil)
    #expect(quick.isWorthALine(entries: 1_000_000) && !quick.isWorthALine(entries: 999_999))
    #expect(slow.isWorthALine(entries: 10))
  }
}
