/// What a gate found, and whether it opens.
package struct GateReport: Sendable, Hashable {
  /// Versions, or the names given where a bundle does not load.
  package let baseline: String
  package let candidate: String
  package let checks: [GateCheck]

  package var isOpen: Bool { !checks.contains { $0.outcome == .failed } }

  /// Messages of what failed.
  package var reasons: [String] {
    checks.filter { $0.outcome == .failed }.map { "\($0.name): \($0.message)" }
  }

  /// A line for each check, then the verdict.
  package var text: String {
    let lines = checks.map { check in
      "\(check.outcome.rawValue)  \(check.name): \(check.message)"
    }
    let verdict = isOpen ? "may replace" : "must not replace"
    return (lines + ["\(candidate) \(verdict) \(baseline)"]).joined(separator: "\n")
  }

  /// `{"baseline":…,"candidate":…,"open":false,"reasons":[…],"checks":[{"name":…,"outcome":…,"message":…,"figures":{}}]}`
  package var json: String {
    ReportJSON.object([
      ("baseline", ReportJSON.string(baseline)), ("candidate", ReportJSON.string(candidate)),
      ("open", "\(isOpen)"), ("reasons", ReportJSON.array(reasons.map(ReportJSON.string))),
      ("checks", ReportJSON.array(checks.map(Self.json))),
    ])
  }

  private static func json(_ check: GateCheck) -> String {
    ReportJSON.object([
      ("name", ReportJSON.string(check.name)), ("outcome", ReportJSON.string(check.outcome.rawValue)),
      ("message", ReportJSON.string(check.message)),
      ("figures", ReportJSON.object(check.figures.map { ($0.name, "\($0.value)") })),
    ])
  }
}
