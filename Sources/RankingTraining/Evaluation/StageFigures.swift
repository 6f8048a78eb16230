/// A stage's figures as reports print them.
package struct StageFigures: Sendable, Hashable {
  package let name: String
  /// By name, `coverage@10` among them.
  package let values: [String: Double]
  /// Standard deviation over seeds by name; empty with one seed.
  package let spread: [String: Double]

  /// Names in the order of reports.
  package static let names = Metric.allCases.map(\.rawValue) + [Metric.coverage]

  /// Means over `parts`: one stage's metrics for each seed (or fold), at least one.
  init(name: String, _ parts: [StageMetrics]) {
    self.name = name
    let columns = parts.map(Self.values)
    values = Self.combine(columns, Self.mean)
    spread = parts.count < 2 ? [:] : Self.combine(columns, Self.deviation)
  }

  /// Means over `folds` of each seed's metrics, the same seeds in each fold; the spread is over seeds.
  init(name: String, folds: [[StageMetrics]]) {
    self.name = name
    let seeds = (0..<(folds.first?.count ?? 0)).map { seed in
      Self.combine(folds.map { Self.values($0[seed]) }, Self.mean)
    }
    values = Self.combine(seeds, Self.mean)
    spread = seeds.count < 2 ? [:] : Self.combine(seeds, Self.deviation)
  }

  private static func values(_ metrics: StageMetrics) -> [String: Double] {
    var values = Dictionary(uniqueKeysWithValues: Metric.allCases.map { ($0.rawValue, metrics[$0]) })
    values[Metric.coverage] = metrics.coverage
    return values
  }

  private static func combine(
    _ columns: [[String: Double]], _ rule: ([Double]) -> Double
  ) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: names.map { name in (name, rule(columns.map { $0[name] ?? 0 })) })
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(max(1, values.count))
  }

  private static func deviation(_ values: [Double]) -> Double {
    let centre = mean(values)
    return (values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(max(1, values.count - 1)))
      .squareRoot()
  }
}
