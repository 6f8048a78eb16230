/// The whole fitted funnel as plain values: what training makes, a bundle holds and a snapshot serves.
package struct FunnelModel: Sendable {
  package var catalogue: Catalogue
  /// Training histories by dense user index: seen items, features and fold-in.
  package var interactions: Interactions
  package var sources: [FittedSource]
  package var fusion: FusionConfiguration
  package var tables: FeatureTables
  /// nil while the ranker's own training rows are made: such a model answers in fused order.
  package var ranker: RankerModel?
  package var serving: ServingPolicy
  /// Unix seconds of the last training event.
  package var horizon: Int64

  /// A source and the description that a bundle stores it under.
  package struct FittedSource: Sendable {
    package var specification: SourceSpecification
    package var source: any CandidateSource

    package init(specification: SourceSpecification, source: any CandidateSource) {
      self.specification = specification
      self.source = source
    }
  }

  package init(
    catalogue: Catalogue, interactions: Interactions, sources: [FittedSource], fusion: FusionConfiguration,
    tables: FeatureTables, ranker: RankerModel?, serving: ServingPolicy, horizon: Int64
  ) {
    self.catalogue = catalogue
    self.interactions = interactions
    self.sources = sources
    self.fusion = fusion
    self.tables = tables
    self.ranker = ranker
    self.serving = serving
    self.horizon = horizon
  }
}
