import RankingCore
import RankingTraining
import Testing

struct ClusterSearchTests {
  private func run(_ choices: [Int], seed: UInt64 = 1, threads: Int = 2) throws -> [ClusterSearch.Figure] {
    try ClusterSearch(
      recipe: SemanticRecipe(clusters: 0, components: 6),
      folds: InnerFolds(folds: 3, holdout: 4, seed: seed), threads: threads
    ).run(choices, embeddings: TextFunnel.embeddings, interactions: TextFunnel.interactions)
  }

  @Test func theNumberOfTopicsIsFound() throws {
    let figures = try run([1, 2, 4, 100])
    #expect(figures.map(\.clusters) == [1, 2, 4, 100])
    #expect(ClusterSearch.best(figures)?.clusters == 4)
    // One cluster says nothing beyond popularity.
    #expect(figures[0].folds.allSatisfy { abs($0) < 1e-9 })
    #expect(figures[2].folds.allSatisfy { $0 > 0.1 })
  }

  @Test func seedDecidesAndThreadsDoNot() throws {
    let one = try run([4, 9], threads: 1)
    #expect(try run([4, 9], threads: 3) == one)
    #expect(try run([4, 9], seed: 2) != one)
  }

  @Test func ofEqualFiguresTheFewerClustersAreChosen() {
    let figures = [8, 4, 6].map { ClusterSearch.Figure(clusters: $0, smoothing: 10, folds: [0.5, 0.25]) }
    #expect(ClusterSearch.best(figures)?.clusters == 4)
    #expect(ClusterSearch.best([]) == nil)
  }
}
