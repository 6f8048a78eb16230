import RankingCore
import RankingTraining
import Testing

/// What training does with input that is empty, doubled, negative or not finite.
struct ALSInputRuleTests {
  private let configuration = ALSConfiguration(factors: 8, regularization: 1, iterations: 2)

  private func event(_ user: Int32, _ item: Int32, _ rating: Float, _ time: Int64) -> Interactions.Event {
    Interactions.Event(user: user, item: item, rating: rating, timestamp: time)
  }

  @Test func noEntriesGiveZeroVectorsEverywhere() throws {
    let data = SparseRows(Interactions(users: 3, events: []), items: 4, weight: .uniform)
    for solver in [ALSConfiguration.Solver.cholesky, .conjugateGradient] {
      var configuration = configuration
      configuration.solver = solver
      let factors = try ALSTrainer(configuration, threads: 2).train(data)
      #expect((factors.users.flattened() + factors.items.flattened()).allSatisfy { $0 == 0 })
    }
  }

  @Test func noUsersOrItemsAreRefused() {
    let data = SparseRows(Interactions(users: 0, events: []), items: 4, weight: .uniform)
    #expect(throws: TrainingError.self) { try ALSTrainer(configuration, threads: 1).train(data) }
  }

  @Test func theLatestOfSeveralEventsForAPairStays() {
    let interactions = Interactions(
      users: 2,
      events: [
        event(1, 3, 1, 50), event(1, 3, 2, 70), event(1, 3, 3, 60), event(1, 0, 4, 70), event(1, 0, 5, 70),
      ])
    let history = interactions.history(of: 1)
    #expect(Array(history.items) == [0, 3])
    #expect(Array(history.ratings) == [5, 2])
    #expect(interactions.history(of: 0).count == 0)
  }

  /// A negative confidence c is a dislike of weight |c|: its target is 0.
  @Test func negativeConfidencesPushAway() throws {
    let liked = SparseRows(sampleInteractions(users: 60, items: 40, perUser: 9), items: 40, weight: .uniform)
    let data = liked.mapValues { _, _, _ in 5 }
    let entry = data.range(3).lowerBound
    let item = Int(data.columns.base[entry])
    let disliked = data.mapValues { row, column, value in row == 3 && column == item ? -value : value }
    func score(_ data: SparseRows) throws -> Float {
      let factors = try ALSTrainer(configuration, threads: 1).train(data)
      return zip(factors.users[row: 3], factors.items[row: item]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(try score(disliked) < score(data))
  }

  @Test func aConfidenceThatIsNotFiniteIsNamed() throws {
    let data = SparseRows(sampleInteractions(users: 60, items: 40, perUser: 9), items: 40, weight: .uniform)
      .mapValues { row, _, value in row == 5 ? .nan : value }
    let error = #expect(throws: TrainingError.self) { try ALSTrainer(configuration, threads: 1).train(data) }
    #expect(error?.code == .data)
    #expect(error?.message.contains("entry \(data.range(5).lowerBound)") == true)
  }

  @Test func olderEventsCountLess() throws {
    let recency = RecencyWeight(halfLife: 100, floor: 0.2)
    #expect(recency(1000, latest: 1000) == 1)
    #expect(recency(900, latest: 1000) == 0.6)
    #expect(recency(-1_000_000, latest: 1000) == 0.2)
    var configuration = configuration
    configuration.recency = recency
    let interactions = Interactions(users: 1, events: [event(0, 1, 2, 900), event(0, 2, 2, 1000)])
    let rows = SparseRows(interactions, items: 3, confidence: configuration)
    #expect(rows.values.flattened() == [0.6, 1])
  }

  @Test func recencyReachesTheServedSource() throws {
    var configuration = configuration
    configuration.solver = .cholesky
    configuration.recency = RecencyWeight(halfLife: 30, floor: 0.1)
    let interactions = sampleInteractions(users: 60, items: 40, perUser: 9)
    let rows = SparseRows(interactions, items: 40, confidence: configuration)
    let factors = try ALSTrainer(configuration, threads: 1).train(rows)
    let source = factors.source(name: "als", configuration: configuration)
    let retrained = try ALSTrainer(configuration.with(iterations: 1), threads: 1).train(
      rows, initial: factors)
    var scores = [Float](repeating: 0, count: 40)
    let query = UserQuery(user: nil, history: interactions.history(of: 3), demographics: .unknown, asOf: 0)
    #expect(source.score(query, into: &scores, scratch: RetrievalScratch(catalogueSize: 40)))
    for item in 0..<40 {
      let expected = zip(retrained.users[row: 3], factors.items[row: item]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(scores[item] - expected) < 1e-4)
    }
  }
}
