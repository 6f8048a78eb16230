import RankingCore
import RankingTraining
import SourceContract
import Testing

/// What trainers make keeps what every source promises, at both precisions.
struct TrainedSourceTests {
  private static let (users, items) = (60, 40)

  private static let trainers: [RetrievalRecipe.Source] = [
    .init("als", .als(ALSConfiguration(factors: 8, regularization: 2, iterations: 2))),
    .init(
      "ials",
      .als(
        ALSConfiguration(
          factors: 8, regularization: 0.05, iterations: 2, solver: .cholesky, unobservedWeight: 0.3,
          frequencyExponent: 0.8, recency: RecencyWeight(halfLife: 40, floor: 0.2)))),
    .init(
      "ease",
      .ease(EASETrainer.Configuration(regularization: 5, proximity: Proximity(decay: 3, base: 0.1)))),
    .init("svd", .svd(SVDTrainer.Configuration(factors: 6, regularization: 1))),
    .init("cosine", .neighbours(.init(similarity: .cosine, neighbours: 10))),
    .init("bm25", .neighbours(.init(similarity: .bm25, neighbours: 10))),
    .init("rp3beta", .neighbours(.init(similarity: .randomWalk, neighbours: 10))),
    .init("popularity", .popularity),
    .init("trending", .trending(TrendingTrainer.Configuration(periodSeconds: 2, decay: 2))),
    .init("demographics", .demographics(smoothing: 3)),
    .init("closest", .closestText),
    .init("foretold", .projectedFactors(.init(of: "als", regularization: 0.1))),
  ]

  private static func trained(_ precision: ServingPrecision) -> Result<[any StorableSource], any Error> {
    Result {
      let recipe = RetrievalRecipe(
        sources: trainers, fusion: FusionConfiguration(weights: ["als": 1]), precision: precision)
      let random = CounterRandom(seed: 5)
      let numbers: [Float] = (0..<items * 7).map { random.unit(UInt64($0)) - 0.5 }
      let people = (0..<Int32(users)).map { Demographics(age: 15 + $0, gender: $0 % 2, occupation: $0 % 3) }
      return try recipe.train(
        sampleInteractions(users: users, items: items, perUser: 9), items: items, demographics: people,
        embeddings: Matrix(rows: items, columns: 7, numbers),
        threads: 2)
    }
  }

  private static let models: [ServingPrecision: Result<[any StorableSource], any Error>] = [
    .float32: trained(.float32), .int8: trained(.int8),
  ]

  @Test(arguments: trainers.map(\.name), SourceContract.Rule.allCases)
  func isKept(_ name: String, _ rule: SourceContract.Rule) throws {
    for precision in [ServingPrecision.float32, .int8] {
      let sources = try #require(try Self.models[precision]?.get())
      let source = try #require(sources.first { $0.name == name })
      let contract = SourceContract(source, items: Self.items, users: Self.users)
      #expect(contract.violations(of: rule) == [], "\(precision)")
    }
  }
}
