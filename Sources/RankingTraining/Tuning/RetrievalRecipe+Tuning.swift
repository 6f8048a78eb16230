import RankingCore

extension RetrievalRecipe.Trainer {
  /// A neighbour of this trainer, or nil if it has nothing to tune.
  func neighbour(_ random: inout SplitMix64) -> Self? {
    switch self {
    case .als(let configuration): .als(Self.neighbour(configuration, Self.als, &random))
    case .ease(let configuration): .ease(Self.neighbour(configuration, Self.ease, &random))
    case .svd(let configuration): .svd(Self.neighbour(configuration, Self.svd, &random))
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

  private static var als: [TuningDimension<ALSConfiguration>] {
    [
      .init(.choice([16, 24, 32, 48, 64]), { Double($0.factors) }, { $0.factors = Int($1) }),
      .init(
        .logarithmic(0.001...200), { Double($0.regularization) }, { $0.regularization = Float($1) }),
      .init(.logarithmic(0.1...40), { Double($0.weight.scale) }, { $0.weight.scale = Float($1) }),
      .init(.linear(0...3), { Double($0.weight.boost) }, { $0.weight.boost = Float($1) }),
    ]
  }

  private static var ease: [TuningDimension<EASETrainer.Configuration>] {
    [
      .init(.logarithmic(1...10_000), { $0.regularization }, { $0.regularization = $1 }),
      .init(.linear(-1...1), { $0.scaling.userExponent }, { $0.scaling.userExponent = $1 }),
      .init(.linear(-1...1), { $0.scaling.itemExponent }, { $0.scaling.itemExponent = $1 }),
      .init(.linear(-1...1), { $0.outputExponent }, { $0.outputExponent = $1 }),
      .init(.logarithmic(1...200), { $0.proximity?.decay ?? 30 }, { $0.proximity?.decay = $1 }),
      .init(.linear(0...1), { $0.proximity?.base ?? 0 }, { $0.proximity?.base = $1 }),
    ]
  }

  private static var svd: [TuningDimension<SVDTrainer.Configuration>] {
    [
      .init(.choice([16, 24, 32, 48, 64]), { Double($0.factors) }, { $0.factors = Int($1) }),
      .init(.logarithmic(1...10_000), { $0.regularization }, { $0.regularization = $1 }),
      .init(.linear(-1...1), { $0.scaling.userExponent }, { $0.scaling.userExponent = $1 }),
      .init(.linear(-1...1), { $0.scaling.itemExponent }, { $0.scaling.itemExponent = $1 }),
      .init(.linear(-1...1), { $0.outputExponent }, { $0.outputExponent = $1 }),
      .init(.logarithmic(1...200), { $0.proximity?.decay ?? 30 }, { $0.proximity?.decay = $1 }),
      .init(.linear(0...1), { $0.proximity?.base ?? 0 }, { $0.proximity?.base = $1 }),
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
