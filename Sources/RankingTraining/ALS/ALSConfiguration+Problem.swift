package import RankingCore

extension ALSConfiguration {
  /// Weight of the Gram matrix of the opposite side.
  package var gramWeight: Float { unobservedWeight ?? 1 }

  /// The problem of one row whose opposite side has `opposite` rows.
  package func rule(opposite: Int) -> FoldInRule {
    FoldInRule(
      regularization: regularization,
      frequencyBase: frequencyExponent > 0 ? gramWeight * Float(opposite) : 0,
      frequencyExponent: frequencyExponent, observedShift: unobservedWeight == nil ? 1 : 0,
      recency: recency)
  }
}

extension ALSConfiguration {
  /// The same with another number of iterations: what remains after a stop.
  package func with(iterations: Int) -> ALSConfiguration {
    var copy = self
    copy.iterations = iterations
    return copy
  }
}
