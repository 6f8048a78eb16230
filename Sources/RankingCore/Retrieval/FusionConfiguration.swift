/// How the scores of several sources become one.
package struct FusionConfiguration: Codable, Sendable, Hashable {
  package enum Method: String, Codable, Sendable, Hashable {
    /// Sum of weight * z-score over the catalogue.
    case standardScores
    /// Sum of weight / (constant + rank) over each source's best `depth` items (Cormack et al., SIGIR 2009).
    case reciprocalRank
  }

  package var method: Method
  /// Weight of each source by name; a source without one is scored for features only.
  package var weights: [String: Float]
  /// Who answers alone when no weighted source knows the user: the first available of these names.
  package var fallback: [String]
  /// Constant of reciprocal-rank fusion.
  package var rankConstant: Float
  /// How deep reciprocal-rank fusion reads each source.
  package var depth: Int

  package init(
    method: Method = .standardScores, weights: [String: Float],
    fallback: [String] = ["demographics", "trending", "popularity"], rankConstant: Float = 60,
    depth: Int = 400
  ) {
    self.method = method
    self.weights = weights
    self.fallback = fallback
    self.rankConstant = rankConstant
    self.depth = depth
  }
}
