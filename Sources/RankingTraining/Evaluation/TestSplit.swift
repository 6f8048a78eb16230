/// An official test split, opened; the only way to its hidden items, and every figure got from it is logged.
package struct TestSplit: Sendable {
  package let problem: EvaluationProblem
  private let log: LookLog

  /// Opens `split` of `dataset`; `log` will tell of it once figures are recorded.
  package static func look(_ dataset: Dataset, _ split: OfficialSplit, log: LookLog) -> TestSplit {
    let cut = split.cut(dataset.events)
    let problem = EvaluationProblem(
      name: split.rawValue, catalogue: dataset.catalogue, train: dataset.events(cut.train),
      hidden: dataset.events(cut.test))
    return TestSplit(problem: problem, log: log)
  }

  /// Appends one line: split, commit, configuration hash and each stage's figures. The same look by the same
  /// commit and configuration with the same figures is one line.
  package func record(
    commit: String, configuration: String, _ report: EvaluationReport
  ) throws(DatasetError) {
    try log.append([problem.name, commit, configuration, report.figures].joined(separator: "\t"))
  }
}
