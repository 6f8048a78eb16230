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
  /// Constant of reciprocal-rank fusion, 0...1e6.
  package var rankConstant: Float
  /// How deep reciprocal-rank fusion reads each source, at least 1.
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

  /// - Throws: for a number outside its range.
  package func check() throws(SourceError) {
    guard (0...1e6).contains(rankConstant) else {
      throw SourceError(.value, "fusion.rankConstant is \(rankConstant), needs 0...1000000")
    }
    guard depth >= 1 else { throw SourceError(.value, "fusion.depth is \(depth), needs at least 1") }
    if let weight = weights.sorted(by: { $0.key < $1.key }).first(where: { !$0.value.isFinite }) {
      throw SourceError(.value, "fusion.weights.\(weight.key) is \(weight.value), needs a finite number")
    }
  }
}
