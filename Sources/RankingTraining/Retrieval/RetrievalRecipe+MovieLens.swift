import RankingCore

extension RetrievalRecipe {
  /// Chosen on three folds of MovieLens 100K's `ua.base`.
  package static let movieLens = RetrievalRecipe(
    sources: [
      Source(
        "als",
        .als(
          ALSConfiguration(
            factors: 32, regularization: 19.3,
            weight: RatingWeight(rule: .boosted, scale: 1.47, threshold: 4, boost: 0.5)))),
      Source(
        "occasion",
        .svd(
          SVDTrainer.Configuration(
            factors: 48, regularization: 230,
            scaling: LinearScaling(userExponent: 0.026, itemExponent: -0.289),
            outputExponent: 0.251, proximity: Proximity(decay: 30.3, base: 0.178)))),
      Source(
        "ease",
        .ease(
          EASETrainer.Configuration(
            regularization: 100, scaling: LinearScaling(itemExponent: -0.1), outputExponent: 0.05,
            proximity: Proximity(decay: 10, base: 0.1)))),
      Source("popularity", .popularity),
      Source("trending", .trending(TrendingTrainer.Configuration())),
      Source("demographics", .demographics(smoothing: 300)),
    ],
    fusion: FusionConfiguration(
      weights: ["als": 0.4, "occasion": 0.4, "ease": 0.225, "popularity": -0.3]))
}
