import RankingCore

extension RetrievalRecipe.Trainer {
  /// A neighbour of this trainer, or nil if it has nothing to tune. What the trainer leaves off, such as a proximity,
  /// a decay with age or the weight of unobserved pairs, stays off.
  package func neighbour(_ random: inout SplitMix64) -> Self? {
    switch self {
    case .als(let configuration): .als(Self.neighbour(configuration, Self.als(configuration), &random))
    case .ease(let configuration): .ease(Self.neighbour(configuration, Self.ease(configuration), &random))
    case .svd(let configuration): .svd(Self.neighbour(configuration, Self.svd(configuration), &random))
    case .neighbours(let configuration):
      .neighbours(Self.neighbour(configuration, Self.neighbours, &random))
    case .trending(let configuration): .trending(Self.neighbour(configuration, Self.trending, &random))
    case .popularity, .demographics, .closestText, .projectedFactors: nil
    }
  }

  /// Moves each number with probability one half, one at least.
  private static func neighbour<Configuration>(
    _ configuration: Configuration, _ dimensions: [TuningDimension<Configuration>],
    _ random: inout SplitMix64
  ) -> Configuration {
    var moved = configuration
    let sure = random.below(dimensions.count)
    for (index, dimension) in dimensions.enumerated() where index == sure || random.below(2) == 0 {
      dimension.move(&moved, width: 0.08, &random)
    }
    return moved
  }

  private static func als(_ start: ALSConfiguration) -> [TuningDimension<ALSConfiguration>] {
    var dimensions: [TuningDimension<ALSConfiguration>] = [
      .init(.choice([16, 24, 32, 48, 64]), { Double($0.factors) }, { $0.factors = Int($1) }),
      .init(
        .logarithmic(0.001...200), { Double($0.regularization) }, { $0.regularization = Float($1) }),
      .init(.logarithmic(0.1...40), { Double($0.weight.scale) }, { $0.weight.scale = Float($1) }),
      .init(.linear(0...3), { Double($0.weight.boost) }, { $0.weight.boost = Float($1) }),
    ]
    if start.unobservedWeight != nil {
      dimensions.append(
        .init(
          .logarithmic(0.001...10), { Double($0.unobservedWeight ?? 1) }, { $0.unobservedWeight = Float($1) })
      )
    }
    if start.unobservedWeight != nil || start.frequencyExponent > 0 {
      dimensions.append(
        .init(.linear(0...1), { Double($0.frequencyExponent) }, { $0.frequencyExponent = Float($1) }))
    }
    if start.recency != nil {
      dimensions += [
        .init(
          .logarithmic(3600...1e9), { $0.recency?.halfLife ?? 1e9 }, { $0.recency?.halfLife = $1 }),
        .init(.linear(0...1), { $0.recency?.floor ?? 0 }, { $0.recency?.floor = $1 }),
      ]
    }
    return dimensions
  }

  private static func ease(
    _ start: EASETrainer.Configuration
  ) -> [TuningDimension<EASETrainer.Configuration>] {
    let dimensions: [TuningDimension<EASETrainer.Configuration>] = [
      .init(.logarithmic(1...10_000), { $0.regularization }, { $0.regularization = $1 }),
      .init(.linear(-1...1), { $0.scaling.userExponent }, { $0.scaling.userExponent = $1 }),
      .init(.linear(-1...1), { $0.scaling.itemExponent }, { $0.scaling.itemExponent = $1 }),
      .init(.linear(-1...1), { $0.outputExponent }, { $0.outputExponent = $1 }),
    ]
    return start.proximity == nil ? dimensions : dimensions + proximity(\.proximity)
  }

  private static func svd(
    _ start: SVDTrainer.Configuration
  ) -> [TuningDimension<SVDTrainer.Configuration>] {
    let dimensions: [TuningDimension<SVDTrainer.Configuration>] = [
      .init(.choice([16, 24, 32, 48, 64]), { Double($0.factors) }, { $0.factors = Int($1) }),
      .init(.logarithmic(1...10_000), { $0.regularization }, { $0.regularization = $1 }),
      .init(.linear(-1...1), { $0.scaling.userExponent }, { $0.scaling.userExponent = $1 }),
      .init(.linear(-1...1), { $0.scaling.itemExponent }, { $0.scaling.itemExponent = $1 }),
      .init(.linear(-1...1), { $0.outputExponent }, { $0.outputExponent = $1 }),
    ]
    return start.proximity == nil ? dimensions : dimensions + proximity(\.proximity)
  }

  private static func proximity<Configuration>(
    _ path: WritableKeyPath<Configuration, Proximity?>
  ) -> [TuningDimension<Configuration>] {
    [
      .init(
        .logarithmic(1...200), { $0[keyPath: path]?.decay ?? 1 }, { $0[keyPath: path]?.decay = $1 }),
      .init(.linear(0...1), { $0[keyPath: path]?.base ?? 0 }, { $0[keyPath: path]?.base = $1 }),
    ]
  }

  private static var neighbours: [TuningDimension<NeighbourTrainer.Configuration>] {
    [
      .init(
        .choice([25, 50, 100, 200, 400, 800, 1600]), { Double($0.neighbours) },
        { $0.neighbours = Int($1) }),
      .init(.linear(0...1.5), { $0.alpha }, { $0.alpha = $1 }),
      .init(.linear(0...1.5), { $0.beta }, { $0.beta = $1 }),
    ]
  }

  private static var trending: [TuningDimension<TrendingTrainer.Configuration>] {
    [.init(.logarithmic(0.5...365), { $0.decay }, { $0.decay = $1 })]
  }
}
