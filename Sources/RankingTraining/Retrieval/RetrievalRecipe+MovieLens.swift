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
        "ials",
        .als(
          ALSConfiguration(
            factors: 32, regularization: 0.0306, iterations: 12, unobservedWeight: 0.317,
            frequencyExponent: 0.9))),
      Source(
        "occasion",
        .svd(
          SVDTrainer.Configuration(
            factors: 48, regularization: 230,
            scaling: LinearScaling(userExponent: 0.026, itemExponent: -0.289),
            outputExponent: 0.251, proximity: Proximity(decay: 30.3, base: 0.178)))),
      Source("popularity", .popularity),
      Source("trending", .trending(TrendingTrainer.Configuration())),
      Source("demographics", .demographics(smoothing: 300)),
    ],
    fusion: FusionConfiguration(
      weights: ["als": 0.7, "ials": 0.3, "occasion": 1, "popularity": -0.3]))
}
