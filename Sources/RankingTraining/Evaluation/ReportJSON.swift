/// JSON with its keys in a fixed order.
enum ReportJSON {
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(string($0.0)):\($0.1)" }.joined(separator: ",") + "}"
  }

  static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }

  static func string(_ value: String) -> String {
    let escaped = value.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case _ where scalar.value < 0x20: " "
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  static func stages(_ stages: [StageFigures]) -> String {
    object(stages.map { ($0.name, stage($0)) })
  }

  static func comparisons(_ comparisons: [StageComparison]) -> String {
    array(
      comparisons.map { comparison in
        object([
          ("stage", string(comparison.stage)), ("over", string(comparison.over)),
          ("gain", intervals(comparison.gains)), ("relative", intervals(comparison.relativeGains)),
        ])
      })
  }

  private static func stage(_ stage: StageFigures) -> String {
    let figures = numbers(stage.values)
    return object(stage.spread.isEmpty ? figures : figures + [("spread", object(numbers(stage.spread)))])
  }

  private static func numbers(_ values: [String: Double]) -> [(String, String)] {
    StageFigures.names.compactMap { name in values[name].map { (name, "\($0)") } }
  }

  private static func intervals(_ intervals: [Metric: StageComparison.Interval]) -> String {
    object(
      Metric.allCases.compactMap { metric in
        intervals[metric].map { (metric.rawValue, array(["\($0.value)", "\($0.low)", "\($0.high)"])) }
      })
  }
}
