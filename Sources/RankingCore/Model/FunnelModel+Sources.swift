extension FunnelModel {
  /// The steps for users without history, by the kind of their source, most personal first.
  private static let chain: [(kind: SourceSpecification.Kind, servedBy: ServedBy)] = [
    (.demographics, .demographics), (.trending, .trending), (.popularity, .popular),
  ]

  /// Sources that fusion weighs, and so retrieval runs for every personal request.
  package var fusedSources: [any StorableSource] { sources.filter { fusion.weights[$0.name] != nil } }

  /// Sources that answer alone, most personal first.
  package var fallbackSources: [(servedBy: ServedBy, source: any StorableSource)] {
    Self.chain.flatMap { step in
      sources.filter { $0.specification.kind == step.kind }.map { (step.servedBy, $0) }
    }
  }
}
