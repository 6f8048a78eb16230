/// What semantic signals are worth, section by section; a gain of zero is printed as zero.
package struct AblationReport: Sendable {
  /// A heading and the lines under it.
  private var sections: [(title: String, lines: [String])] = []

  package init() {}

  package var text: String {
    sections.map { ([$0.title, ""] + $0.lines).joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// (a) Known users and items.
  package mutating func addWarm(_ report: FoldReport, seeds: Int) {
    let lines =
      ReportTable.stages(report.stages, withPublished: false) + Self.gains(report.comparison)
    sections.append(("(a) warm: mean of \(report.folds.count) folds, \(seeds) seeds each", lines))
  }

  /// (a) The official test split.
  package mutating func addTest(_ report: EvaluationReport) {
    let lines =
      ReportTable.stages(report.stages, withPublished: false) + Self.gains(report.comparison)
    sections.append(("(a) warm: \(report.split).test, \(report.seeds.count) seeds", lines))
  }

  /// (b) Items nobody has met.
  ///
  /// - Parameter note: which residues these are.
  package mutating func addColdItems(
    _ results: [ColdItemAblation.Result], residues: [Int], note: String = ""
  ) {
    let width = results.map(\.system.rawValue.count).max() ?? 0
    let head = Self.pad("", width) + "  ndcg@10     auc   ndcg@10 of each residue"
    var lines = results.map { result in
      let each = result.residues.map { ReportTable.fixed($0.ndcg10, 3) }.joined(separator: " ")
      return "\(Self.pad(result.system.rawValue, width))   \(ReportTable.fixed(result.mean.ndcg10, 4))  "
        + "\(ReportTable.fixed(result.mean.auc, 4))   \(each)"
    }
    lines.insert("\(Self.pad("popularity", width))   unavailable: nobody has met the items", at: 0)
    sections.append(
      (
        "(b) cold items: id mod 10 = r hidden and ranked among themselves, r = "
          + residues.map { "\($0)" }.joined(separator: ", ") + note,
        [head] + lines + Self.gains(ColdItemComparison.ofTexts(results))
      ))
  }

  /// (c) Users with a short history.
  package mutating func addColdUsers(_ reports: [EvaluationReport]) {
    let lines = reports.flatMap { report in
      ["\(report.split), \(report.users) users"] + ReportTable.stages(report.stages, withPublished: false)
        + Self.gains(report.comparison) + [""]
    }
    sections.append(("(c) cold users: one user in ten keeps the first 1, 3, 5 items", lines.dropLast()))
  }

  /// (d) The wording of the texts.
  package mutating func addTexts(_ results: [TextAblation.Result]) {
    let width = results.map(\.text.rawValue.count).max() ?? 0
    let head = Self.pad("", width) + "  centroid: ndcg@10     auc   ridge: ndcg@10     auc   texts changed"
    let lines = results.map { result in
      let cells = result.systems.map {
        "\(ReportTable.fixed($0.mean.ndcg10, 4))  \(ReportTable.fixed($0.mean.auc, 4))"
      }
      return
        "\(Self.pad(result.text.rawValue, width))             \(cells.joined(separator: "           "))   "
        + "\(result.changed)"
    }
    sections.append(("(d) which text is embedded: cold items by the text alone", [head] + lines))
  }

  /// What semantic signals add to stage 1, and to both stages as they are by default and with everything on.
  private static func gains(_ comparison: (String, String) -> StageComparison?) -> [String] {
    ["", "paired bootstrap over users, 95%:"]
      + ReportTable.comparisons(
        [
          ("fused_semantic", "fused"), ("with_semantic", "without_semantic"),
          ("all_semantic", "without_semantic"),
        ].compactMap(comparison))
  }

  private static func gains(_ comparisons: [ColdItemComparison]) -> [String] {
    guard !comparisons.isEmpty else { return [] }
    let lines = comparisons.map { comparison in
      let gain = comparison.gain
      let range = "[\(Self.signed(gain.low)), \(Self.signed(gain.high))]"
      return
        "\(comparison.system.rawValue) over \(comparison.over.rawValue): \(Self.signed(gain.value)) \(range), "
        + "better in \(comparison.wins) of \(comparison.residues)"
    }
    return ["", "what texts add to ndcg@10 in the same class of model, paired bootstrap over users, 95%:"]
      + lines
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "-" : "+") + ReportTable.fixed(abs(value), 4)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
