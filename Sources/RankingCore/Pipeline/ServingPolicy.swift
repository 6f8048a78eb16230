/// What the pipeline does with candidates, fixed when the bundle is made.
package struct ServingPolicy: Codable, Sendable, Hashable {
  /// Candidates that retrieval hands to the ranker.
  package var candidates: Int
  /// Weight of the fused retrieval score beside the ranker's raw score, per unit of fused score.
  package var retrievalWeight: Float

  package init(candidates: Int, retrievalWeight: Float) {
    self.candidates = candidates
    self.retrievalWeight = retrievalWeight
  }
}
