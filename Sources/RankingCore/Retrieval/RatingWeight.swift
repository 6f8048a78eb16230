/// What one observed rating counts for, in training and in serving alike.
package struct RatingWeight: Codable, Sendable, Hashable {
  package enum Rule: String, Codable, Sendable, Hashable {
    /// `scale` for every observation.
    case uniform
    /// `scale * rating`.
    case rating
    /// `scale * sqrt(rating)`; negative ratings count as 0.
    case squareRoot
    /// `scale * (1 + boost)` where the rating reaches `threshold`, else `scale`.
    case boosted
  }

  package var rule: Rule
  package var scale: Float
  package var threshold: Float
  package var boost: Float

  package static let uniform = RatingWeight(rule: .uniform)
  package static let squareRoot = RatingWeight(rule: .squareRoot)

  package init(rule: Rule, scale: Float = 1, threshold: Float = 4, boost: Float = 0) {
    self.rule = rule
    self.scale = scale
    self.threshold = threshold
    self.boost = boost
  }

  package func callAsFunction(_ rating: Float) -> Float {
    switch rule {
    case .uniform: scale
    case .rating: scale * rating
    case .squareRoot: scale * max(0, rating).squareRoot()
    case .boosted: rating >= threshold ? scale * (1 + boost) : scale
    }
  }

  /// One weight for each entry of `history`, in scratch memory.
  func weights(of history: History, _ scratch: RetrievalScratch) -> UnsafeMutablePointer<Float> {
    let weights = scratch.weights(history.count)
    for index in 0..<history.count { weights[index] = self(history.ratings[index]) }
    return weights
  }
}
