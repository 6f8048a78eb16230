import Foundation

/// The published table's columns, for people.
enum ReportTable {
  /// What the literature reports for the `ua` split; nil where it does not.
  private static let published: [(name: String, values: [String: Double])] = [
    ("published stage 1 (ALS)", row(0.128, 0.279, 0.211, 0.239, 0.621)),
    ("published stage 2 (CatBoost)", row(0.136, 0.291, 0.217, 0.246, 0.621)),
  ]

  private static func row(_ r5: Double, _ n5: Double, _ r10: Double, _ n10: Double, _ r100: Double)
    -> [String: Double]
  {
    ["recall@5": r5, "ndcg@5": n5, "recall@10": r10, "ndcg@10": n10, "recall@100": r100]
  }

  /// Heading, one line a stage and, for `ua`, the published lines.
  static func stages(_ stages: [StageFigures], withPublished: Bool) -> [String] {
    let own = stages.flatMap { stage in
      [(name: stage.name, values: stage.values)]
        + (stage.spread.isEmpty ? [] : [(name: "\(stage.name) ± over seeds", values: stage.spread)])
    }
    let rows = (withPublished ? published : []) + own
    let width = rows.map(\.name.count).max() ?? 0
    let head = pad("", width) + StageFigures.names.map { "  " + lead($0, 6) }.joined()
    return [head]
      + rows.map { row in
        pad(row.name, width)
          + StageFigures.names.map { name in
            let cell = row.values[name].map { fixed($0, 4) } ?? "-"
            return "  " + lead(cell, max(6, name.count))
          }.joined()
      }
  }

  /// One line a comparison and metric of those that issues judge.
  static func comparisons(_ comparisons: [StageComparison]) -> [String] {
    comparisons.flatMap { comparison in
      [Metric.recall5, .ndcg5, .recall10, .ndcg10, .recall100].compactMap { metric in
        comparison.relativeGains[metric].map { gain in
          "\(comparison.stage) over \(comparison.over), \(metric.rawValue): \(percent(gain.value)) "
            + "[\(percent(gain.low)), \(percent(gain.high))]"
        }
      }
    }
  }

  /// `value` with `digits` decimals.
  static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  private static func percent(_ value: Double) -> String { String(format: "%+.1f%%", value * 100) }

  private static func lead(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
