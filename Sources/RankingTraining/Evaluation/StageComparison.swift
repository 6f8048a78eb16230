/// One stage over another: the gain of each metric with its two-sided 95% interval over resampled users.
package struct StageComparison: Sendable {
  /// A difference and where 95% of its resamples lie.
  package struct Interval: Sendable, Hashable {
    package let value: Double
    package let low: Double
    package let high: Double

    /// Whether 0 lies outside.
    package var isSignificant: Bool { low > 0 || high < 0 }

    /// Quantiles 2.5% and 97.5% of `samples`, linear between neighbours.
    init(_ value: Double, samples: [Double]) {
      let sorted = samples.sorted()
      self.value = value
      low = Self.quantile(0.025, sorted)
      high = Self.quantile(0.975, sorted)
    }

    private static func quantile(_ share: Double, _ sorted: [Double]) -> Double {
      guard !sorted.isEmpty else { return 0 }
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
  }

  package let stage: String
  package let over: String
  /// stage - over.
  package let gains: [Metric: Interval]
  /// stage / over - 1; absent where `over` is 0 in the data or in a resample.
  package let relativeGains: [Metric: Interval]

  /// Compares stages `new` and `old` of `stages`, resampled by `bootstrap`.
  init(
    _ new: Int, over old: Int, of stages: [(name: String, metrics: StageMetrics)],
    _ bootstrap: PairedBootstrap
  ) {
    stage = stages[new].name
    over = stages[old].name
    var gains: [Metric: Interval] = [:]
    var relative: [Metric: Interval] = [:]
    for metric in Metric.allCases {
      let (value, base) = (stages[new].metrics[metric], stages[old].metrics[metric])
      let samples = bootstrap.means[new].map { $0[metric.place] }
      let bases = bootstrap.means[old].map { $0[metric.place] }
      gains[metric] = Interval(value - base, samples: zip(samples, bases).map { $0 - $1 })
      if base == 0 || bases.contains(0) { continue }
      relative[metric] = Interval(value / base - 1, samples: zip(samples, bases).map { $0 / $1 - 1 })
    }
    self.gains = gains
    relativeGains = relative
  }

  /// Stage `new` over `old`; nil where `stages` do not have both.
  static func of(
    _ new: String, over old: String, _ stages: [(name: String, metrics: StageMetrics)], seed: UInt64
  ) -> StageComparison? {
    let pair = [old, new].compactMap { name in stages.first { $0.name == name } }
    guard pair.count == 2 else { return nil }
    return StageComparison(1, over: 0, of: pair, PairedBootstrap(pair.map(\.metrics), seed: seed))
  }

  /// Each stage over the one before it, then the last over the first.
  static func all(_ stages: [(name: String, metrics: StageMetrics)], seed: UInt64) -> [StageComparison] {
    guard stages.count > 1 else { return [] }
    let bootstrap = PairedBootstrap(stages.map(\.metrics), seed: seed)
    var pairs = stages.indices.dropFirst().map { ($0, $0 - 1) }
    if stages.count > 2 { pairs.append((stages.count - 1, 0)) }
    return pairs.map { StageComparison($0.0, over: $0.1, of: stages, bootstrap) }
  }
}
