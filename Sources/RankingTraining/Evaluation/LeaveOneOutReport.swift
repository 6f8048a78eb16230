import RankingCore

/// What each fused source adds: the fused figures without it, and the source alone.
package struct LeaveOneOutReport: Sendable {
  /// The lists of one trained recipe on one fold.
  package struct Lists: Sendable {
    /// All sources fused.
    package let fused: [[Int32]]
    /// By source: fused without it.
    package let without: [[[Int32]]]
    /// By source: it alone.
    package let alone: [[[Int32]]]

    package init(fused: [[Int32]], without: [[[Int32]]], alone: [[[Int32]]]) {
      self.fused = fused
      self.without = without
      self.alone = alone
    }
  }

  /// One source's line.
  package struct Line: Sendable {
    package let source: String
    package let alone: StageMetrics
    package let without: StageMetrics
    /// Fused over fused without it.
    package let comparison: StageComparison
  }

  package let fused: StageMetrics
  package let lines: [Line]

  /// - Parameter runs: the problem and the lists of each fold and seed; at least one.
  package init(sources: [String], _ runs: [(problem: EvaluationProblem, lists: Lists)]) {
    func mean(_ pick: (Lists) -> [[Int32]]) -> StageMetrics {
      StageMetrics.mean(
        of: runs.map {
          StageMetrics(
            lists: pick($0.lists), relevant: $0.problem.relevant,
            catalogueSize: $0.problem.catalogue.itemCount)
        })
    }
    let all = mean(\.fused)
    fused = all
    lines = sources.indices.map { index in
      let without = mean { $0.without[index] }
      let stages = [
        (name: "fused", metrics: all), (name: "fused without \(sources[index])", metrics: without),
      ]
      let bootstrap = PairedBootstrap(stages.map(\.metrics), seed: EvaluationReport.bootstrapSeed)
      return Line(
        source: sources[index], alone: mean { $0.alone[index] }, without: without,
        comparison: StageComparison(0, over: 1, of: stages, bootstrap))
    }
  }

  /// A Markdown table, one line a source, best gain first.
  package var text: String {
    let head = [
      "| source | alone N@10 | R@100 | fused without it N@10 | R@100 | R@200 | what it adds to N@10, 95% | to R@100, 95% |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      "| all fused | | | \(Self.cell(fused, .ndcg10)) | \(Self.cell(fused, .recall100)) | "
        + "\(Self.cell(fused, .recall200)) | | |",
    ]
    let ordered = lines.sorted { Self.gain($0) > Self.gain($1) }
    return (head + ordered.map(Self.row)).joined(separator: "\n") + "\n"
  }

  private static func gain(_ line: Line) -> Double { line.comparison.gains[.ndcg10]?.value ?? 0 }

  private static func row(_ line: Line) -> String {
    let cells = [
      line.source, cell(line.alone, .ndcg10), cell(line.alone, .recall100), cell(line.without, .ndcg10),
      cell(line.without, .recall100), cell(line.without, .recall200), gain(line, .ndcg10),
      gain(line, .recall100),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  private static func cell(_ metrics: StageMetrics, _ metric: Metric) -> String {
    ReportTable.fixed(metrics[metric], 4)
  }

  private static func gain(_ line: Line, _ metric: Metric) -> String {
    guard let gain = line.comparison.gains[metric] else { return "" }
    let numbers = [gain.value, gain.low, gain.high].map { ($0 < 0 ? "" : "+") + ReportTable.fixed($0, 4) }
    return "\(numbers[0]) [\(numbers[1]), \(numbers[2])]"
  }
}
