/// Semantic signals and how often each cluster is used.
package final class SemanticTables: Sendable {
  package let signals: SemanticSignals
  /// Share of all interactions that fall into each cluster.
  package let clusterShares: [Float]

  init(_ signals: SemanticSignals, counts: [Float]) {
    self.signals = signals
    var shares = [Float](repeating: 0, count: signals.clusterCount)
    let total = max(1, counts.reduce(0, +))
    for (item, count) in counts.enumerated() { shares[Int(signals.clusters.base[item])] += count / total }
    clusterShares = shares
  }
}
