/// What a candidate may do worse than what serves.
package struct GateLimits: Sendable, Hashable {
  /// Figures whose loss refuses a candidate.
  package var metrics: [Metric] = [.ndcg10, .recall10, .recall100]
  /// Users below which no figure decides anything.
  package var minimumUsers = 100
  /// Share of the hidden pairs that a bundle may have trained on.
  package var knownShare = 0.001
  /// Golden requests may take so many times as long …
  package var latencyRatio = 1.5
  /// … and a difference below this one is noise.
  package var latencySlack = Duration.microseconds(50)
  /// Shift of served scores from the bundle's own reference histogram.
  package var stability = 0.25
  /// Personal answers below which a shift says nothing: scores of one answer move together.
  package var minimumAnswers = 100

  package static let defaults = GateLimits()

  package init() {}
}
