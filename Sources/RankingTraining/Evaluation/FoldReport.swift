/// The figures of several folds: each one's, their means, and stages compared over users.
package struct FoldReport: Sendable {
  package let folds: [EvaluationReport]
  /// Means over folds and seeds; the spread is that of the seeds' means over folds.
  package let stages: [StageFigures]
  /// Over users, each user's figures being their mean over folds.
  package let comparisons: [StageComparison]
  private let metrics: [(name: String, metrics: StageMetrics)]

  /// `folds` have the same stages; at least one.
  package init(_ folds: [EvaluationReport]) {
    self.folds = folds
    let names = folds.first?.metrics.map(\.name) ?? []
    let parts = names.indices.map { stage in folds.map { $0.metrics[stage].metrics } }
    stages = names.indices.map { stage in
      StageFigures(name: names[stage], folds: folds.map { $0.perSeed[stage] })
    }
    metrics = zip(names, parts).map { (name: $0, metrics: StageMetrics.mean(of: $1)) }
    comparisons = StageComparison.all(metrics, seed: EvaluationReport.bootstrapSeed)
  }

  /// Any stage over any other; nil where one of them is not there.
  package func comparison(_ stage: String, over other: String) -> StageComparison? {
    StageComparison.of(stage, over: other, metrics, seed: EvaluationReport.bootstrapSeed)
  }
}
