/// The whole fitted funnel as plain values: what training makes, a bundle holds and a snapshot serves.
package struct FunnelModel: Sendable {
  package var catalogue: Catalogue
  /// Training histories by dense user index: seen items, features and fold-in.
  package var interactions: Interactions
  /// Sources that fusion weighs, in order, then those that only answer for users without history.
  package var sources: [any StorableSource]
  package var fusion: FusionConfiguration
  package var semantic: SemanticSignals?
  /// nil while the ranker's own training rows are made: such a model answers in fused order.
  package var ranker: RankerModel?
  package var serving: ServingPolicy
  /// Unix seconds of the last training event.
  package var horizon: Int64

  package init(
    catalogue: Catalogue, interactions: Interactions, sources: [any StorableSource],
    fusion: FusionConfiguration,
    semantic: SemanticSignals?, ranker: RankerModel?, serving: ServingPolicy, horizon: Int64
  ) {
    self.catalogue = catalogue
    self.interactions = interactions
    self.sources = sources
    self.fusion = fusion
    self.semantic = semantic
    self.ranker = ranker
    self.serving = serving
    self.horizon = horizon
  }
}
