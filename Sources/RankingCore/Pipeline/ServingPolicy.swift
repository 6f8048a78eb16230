/// What the pipeline does with candidates, fixed when the bundle is made.
package struct ServingPolicy: Codable, Sendable, Hashable {
  /// Candidates that retrieval hands to the ranker.
  package var candidates: Int
  /// Weight of the fused retrieval score beside the ranker's raw score, per unit of fused score.
  package var retrievalWeight: Float
  /// Features of texts that are off by default; nil: none.
  package var semanticFeatures: [SemanticFeature]?
  /// What stage 2 ranks is spread over clusters; nil: it is not.
  package var diversity: ClusterDiversity?

  package init(
    candidates: Int, retrievalWeight: Float, semanticFeatures: [SemanticFeature]? = nil,
    diversity: ClusterDiversity? = nil
  ) {
    self.candidates = candidates
    self.retrievalWeight = retrievalWeight
    self.semanticFeatures = semanticFeatures
    self.diversity = diversity
  }

  /// - Throws: `BundleError.malformed` for what a bundle without `semantic` signals cannot do, and for a limit below 1.
  func check(_ semantic: SemanticSignals?) throws(BundleError) {
    if semantic == nil, diversity != nil || !(semanticFeatures ?? []).isEmpty {
      throw BundleError(
        .malformed, file: BundleManifest.fileName,
        "serving asks for features of texts or for diversity, and there are no embeddings")
    }
    if let diversity, min(diversity.limit, diversity.places) < 1 {
      throw BundleError(
        .malformed, file: BundleManifest.fileName,
        "diversity: \(diversity.limit) of a cluster in \(diversity.places) places, both must be at least 1")
    }
  }
}
