package import RankingCore

/// Everything that decides stage 1: which sources are trained, how, and how they are fused.
package struct RetrievalRecipe: Codable, Sendable, Hashable {
  /// How one source is trained.
  package enum Trainer: Codable, Sendable, Hashable {
    case als(ALSConfiguration)
    case ease(EASETrainer.Configuration)
    case svd(SVDTrainer.Configuration)
    case neighbours(NeighbourTrainer.Configuration)
    case popularity
    case trending(TrendingTrainer.Configuration)
    case demographics(smoothing: Double)
    /// The largest similarity of texts; left out without texts.
    case closestText
    /// Another source's factors as texts foretell them; left out without texts.
    case projectedFactors(FactorProjection.Configuration)
  }

  package struct Source: Codable, Sendable, Hashable {
    package var name: String
    package var trainer: Trainer

    package init(_ name: String, _ trainer: Trainer) {
      self.name = name
      self.trainer = trainer
    }
  }

  package var sources: [Source]
  package var fusion: FusionConfiguration
  /// How finely sources are served, in evaluation as in production.
  package var precision: ServingPrecision

  package init(sources: [Source], fusion: FusionConfiguration, precision: ServingPrecision = .int8) {
    self.sources = sources
    self.fusion = fusion
    self.precision = precision
  }

  /// Whether a source needs the embeddings of the items' texts.
  package var readsTexts: Bool {
    fusion.weights[FunnelTrainer.semanticName, default: 0] != 0
      || sources.contains {
        switch $0.trainer {
        case .closestText, .projectedFactors: true
        default: false
        }
      }
  }

  /// The same with every random start drawn from `seed`.
  package func seeded(_ seed: UInt64) -> RetrievalRecipe {
    var copy = self
    copy.sources = sources.map { source in
      switch source.trainer {
      case .als(var configuration):
        configuration.seed = seed
        return Source(source.name, .als(configuration))
      case .svd(var configuration):
        configuration.seed = seed
        return Source(source.name, .svd(configuration))
      default: return source
      }
    }
    return copy
  }
}
