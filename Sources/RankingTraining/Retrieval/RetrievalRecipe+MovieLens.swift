import RankingCore

extension RetrievalRecipe {
  /// For MovieLens 100K, as `Benchmarks/tuned/ml-100k.json` has it: found by
  /// `rankctl tune --random-folds 6 --fixed als --trials 90` on folds of `ua.base`.
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
            regularization: 51.8, scaling: LinearScaling(userExponent: 0.0867, itemExponent: 0.595),
            outputExponent: 0.0387, proximity: Proximity(decay: 24.1, base: 0.0165)))),
      Source("popularity", .popularity),
      Source("trending", .trending(TrendingTrainer.Configuration())),
      Source("demographics", .demographics(smoothing: 300)),
    ],
    fusion: FusionConfiguration(
      weights: ["als": 0.4, "occasion": 0.54, "ease": 0.125, "popularity": -0.38]))
}
