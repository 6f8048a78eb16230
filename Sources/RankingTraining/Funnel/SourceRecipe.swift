import RankingCore

/// How one retrieval source is fitted.
package struct SourceRecipe: Codable, Sendable, Hashable {
  /// Name of the source in the bundle, in feature names and in `FusionConfiguration.weights`.
  package var name: String
  package var model: Model

  package enum Model: Codable, Sendable, Hashable {
    case als(ALSConfiguration)
    case ease(EASETrainer.Configuration)
    case svd(SVDTrainer.Configuration)
    /// Centre of the history's embeddings against every embedding.
    case semantic
    /// Interaction counts within the time around the user's last event, periods of so many days.
    case trending(days: Int)
    case demographics
    case popularity
  }

  package init(_ name: String, _ model: Model) {
    self.name = name
    self.model = model
  }
}
