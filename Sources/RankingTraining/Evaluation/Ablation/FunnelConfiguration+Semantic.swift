import RankingCore

extension FunnelConfiguration {
  /// The same with every part of the semantic signals that is off by default: the features of texts, whitened
  /// components, and the closest text and the factors that texts foretell, both of weight 0: features only.
  package var withEverySemanticPart: FunnelConfiguration {
    var copy = self
    copy.semantic.whitened = true
    copy.serving.semanticFeatures = SemanticFeature.allCases
    let further: [RetrievalRecipe.Source] = [
      .init("closest_text", .closestText),
      .init("projected", .projectedFactors(.init(of: "als", regularization: 2))),
    ]
    for source in further where !copy.retrieval.sources.contains(where: { $0.name == source.name }) {
      copy.retrieval.sources.append(source)
      copy.retrieval.fusion.weights[source.name] = 0
    }
    return copy
  }
}
