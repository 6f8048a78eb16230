/// One thing that a gate looked at.
package struct GateCheck: Sendable, Hashable {
  package enum Outcome: String, Sendable { case passed, failed, skipped }

  /// `self_test`, `quality`, `latency`, `drift`.
  package let name: String
  package let outcome: Outcome
  /// What was found, with limit and actual; when it failed, the reason.
  package let message: String
  /// Figures by name.
  package let figures: [Figure]

  package struct Figure: Sendable, Hashable {
    package let name: String
    package let value: Double
  }

  init(_ name: String, _ outcome: Outcome, _ message: String, _ figures: [(String, Double)] = []) {
    self.name = name
    self.outcome = outcome
    self.message = message
    self.figures = figures.map { Figure(name: $0.0, value: $0.1) }
  }
}
