import Foundation
import RankingTraining
import Testing

/// What `rankctl tune` wrote and the project committed is what it trains with.
struct CommittedConfigurationTests {
  @Test func theDefaultRecipeIsTheTunedOne() throws {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
    let file = try Data(contentsOf: root.appending(path: "Benchmarks/tuned/ml-100k.json"))
    let tuned = try #require(
      try JSONDecoder().decode([String: RetrievalRecipe].self, from: file)["retrieval"])
    #expect(tuned == FunnelConfiguration.movieLens100K.retrieval.seeded(1))
  }
}
