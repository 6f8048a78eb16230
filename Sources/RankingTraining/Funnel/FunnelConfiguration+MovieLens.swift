import RankingCore

extension FunnelConfiguration {
  /// The settings for MovieLens 100K, chosen on folds of `ua.base` alone.
  package static let movieLens100K = FunnelConfiguration(
    name: "ml-100k",
    sources: [
      SourceRecipe(
        "als",
        .als(
          ALSConfiguration(
            factors: 192, regularization: 19.3, iterations: 15,
            weight: RatingWeight(rule: .boosted, scale: 1.47, threshold: 4, boost: 0.5)))),
      SourceRecipe(
        "ials",
        .als(
          ALSConfiguration(
            factors: 32, regularization: 0.0306, iterations: 12, solver: .cholesky,
            unobservedWeight: 0.317, frequencyExponent: 0.9))),
      SourceRecipe(
        "ease",
        .ease(
          EASETrainer.Configuration(
            regularization: 4740,
            scaling: LinearScaling(weight: .squareRoot, userExponent: -0.273, itemExponent: -0.169)))),
      SourceRecipe(
        "svd",
        .svd(
          SVDTrainer.Configuration(
            factors: 18, scaling: LinearScaling(userExponent: -0.114, itemExponent: -0.137)))),
      SourceRecipe("semantic", .semantic),
      SourceRecipe("demographics", .demographics),
      SourceRecipe("trending", .trending(days: 14)),
      SourceRecipe("popularity", .popularity),
    ],
    fusion: FusionConfiguration(weights: ["als": 1, "ials": 1, "ease": 1, "svd": 1, "semantic": 0]),
    serving: ServingPolicy(candidates: 200, retrievalWeight: 0),
    semantic: SemanticRecipe(clusters: 32, components: 64),
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
