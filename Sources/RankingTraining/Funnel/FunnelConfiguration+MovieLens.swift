import RankingCore

extension FunnelConfiguration {
  /// The settings for MovieLens 100K, chosen on folds of `ua.base` alone.
  package static let movieLens100K = FunnelConfiguration(
    name: "ml-100k",
    retrieval: {
      var recipe = RetrievalRecipe.movieLens
      // By folds other than those the README reports: 0, .04, .08, .12, .16 give stage 1 an NDCG@10 of .2362, .2368,
      // .2374, .2379, .2378, both stages .2402, .2408, .2409, .2406, .2406.
      recipe.fusion.weights["semantic"] = 0.08
      return recipe
    }(),
    serving: ServingPolicy(candidates: 128, retrievalWeight: 0.25),
    semantic: SemanticRecipe(clusters: 8, components: 32),
    rankerRows: RankerRowsRecipe(folds: 3, holdout: 10),
    ranker: {
      var ranker = GBDTConfiguration.defaults
      ranker.loss = .logloss
      (ranker.trees, ranker.depth, ranker.learningRate, ranker.l2) = (300, 5, 0.06, 20)
      (ranker.borders, ranker.rowSampling, ranker.featureSampling) = (64, 0.7, 0.4)
      return ranker
    }(),
    seed: 1)
}
