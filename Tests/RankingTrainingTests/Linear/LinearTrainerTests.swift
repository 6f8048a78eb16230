import RankingCore
import RankingTraining
import Testing

struct LinearTrainerTests {
  private let interactions = sampleInteractions(users: 60, items: 30, perUser: 8)

  @Test func proximityGramMatchesTheDefinition() throws {
    let data = SparseRows(interactions, items: 30, weight: .squareRoot)
    let proximity = Proximity(decay: 2, base: 0.25)
    let gram = try ItemGram(data, proximity: proximity, blocks: RowBlocks(threads: 3))
    // The closeness of two places d apart, from the geometric series e^(-1/2)^d.
    let step = 0.606_530_659_712_633_4
    var expected = [Double](repeating: 0, count: 900)
    for user in 0..<60 {
      for a in data.range(user) {
        for b in data.range(user) {
          let closeness = (0..<abs(a - b)).reduce(1.0) { product, _ in product * step } + 0.25
          expected[Int(data.columns.base[a]) * 30 + Int(data.columns.base[b])] +=
            closeness * Double(data.values.base[a]) * Double(data.values.base[b])
        }
      }
    }
    for place in 0..<900 { #expect(abs(gram.values.base[place] - expected[place]) < 1e-9) }
  }

  @Test func popularityCounts() throws {
    let source = PopularityTrainer().train(interactions, items: 30)
    let scores = source.tensors()[0].matrix
    var counts = [Int](repeating: 0, count: 30)
    for event in interactions.events() { counts[Int(event.item)] += 1 }
    for a in 0..<30 {
      for b in 0..<30 { #expect((counts[a] < counts[b]) == (scores[row: 0][a] < scores[row: 0][b])) }
    }
  }

  @Test func trendingFollowsTime() throws {
    let events = (0..<40).map { index in
      Interactions.Event(
        user: Int32(index), item: index < 20 ? 0 : 1, rating: 1, timestamp: Int64(index * 100))
    }
    let data = Interactions(users: 40, events: events)
    let source = try TrendingTrainer(.init(periodSeconds: 100, decay: 3)).train(data, items: 2)
    let periods = source.tensors()[0].matrix
    #expect(periods.rows == 40)
    #expect(periods[row: 10][0] > periods[row: 10][1])
    #expect(periods[row: 39][0] < periods[row: 39][1])
  }

  @Test func trendingRefusesTimesBeyondItsRange() {
    let events = [Int64.min, .max].map { Interactions.Event(user: 0, item: 0, rating: 1, timestamp: $0) }
      .enumerated().map { index, event in
        Interactions.Event(user: Int32(index), item: 0, rating: 1, timestamp: event.timestamp)
      }
    #expect(throws: TrainingError.self) {
      try TrendingTrainer().train(Interactions(users: 2, events: events), items: 1)
    }
  }

  @Test func demographicsPreferTheOwnGroup() throws {
    let events = (0..<20).map { Interactions.Event(user: $0, item: $0 % 2, rating: 1, timestamp: 0) }
    let people = (0..<20).map { Demographics(age: 30, gender: Int32($0 % 2), occupation: -1) }
    let source = try DemographicsTrainer(smoothing: 1)
      .train(Interactions(users: 20, events: events), items: 2, demographics: people)
    let groups = source.tensors()[0].matrix
    let women = groups[row: 10]
    let men = groups[row: 11]
    #expect(women[0] > women[1] && men[0] < men[1])
  }

  @Test(arguments: [NeighbourTrainer.Similarity.cosine, .bm25, .randomWalk])
  func neighboursAreFewAndFinite(_ similarity: NeighbourTrainer.Similarity) throws {
    let model = try NeighbourTrainer(.init(similarity: similarity, neighbours: 5), threads: 2)
      .train(interactions, items: 30)
    #expect(model.firstNonFinite() == nil)
    for item in 0..<30 {
      #expect(model[row: item][item] == 0)
      #expect(model[row: item].filter { $0 != 0 }.count <= 5)
    }
  }

  @Test func recipeTrainsEverySourceAlike() throws {
    var recipe = RetrievalRecipe.movieLens
    recipe.sources = recipe.sources.map { source in
      guard case .svd(var configuration) = source.trainer else { return source }
      configuration.factors = 8
      return RetrievalRecipe.Source(source.name, .svd(configuration))
    }
    let people = (0..<60).map { Demographics(age: Int32($0), gender: 0, occupation: 1) }
    let one = try recipe.train(interactions, items: 30, demographics: people, threads: 1)
    let two = try recipe.train(interactions, items: 30, demographics: people, threads: 2)
    #expect(one.map(\.name) == recipe.sources.map(\.name))
    for (a, b) in zip(one, two) {
      #expect(a.tensors().map { $0.matrix.flattened() } == b.tensors().map { $0.matrix.flattened() })
    }
    let without = try recipe.train(interactions, items: 30, demographics: [], threads: 1)
    #expect(without.count == one.count - 1)
  }
}
