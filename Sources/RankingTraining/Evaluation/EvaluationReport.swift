import RankingCore

/// The figures of one split.
package struct EvaluationReport: Sendable {
  /// `ua`, `ub`, or what the split is called.
  package let split: String
  /// Users with hidden items.
  package let users: Int
  /// In the order of the funnel.
  package let stages: [StageFigures]
  package let comparisons: [StageComparison]
  /// One for each run that the figures are a mean of.
  package let seeds: [UInt64]
  /// Each stage's per-user figures, a mean over seeds.
  package let metrics: [(name: String, metrics: StageMetrics)]
  /// By stage and seed.
  let perSeed: [[StageMetrics]]

  /// Seed of the resampling.
  package static let bootstrapSeed: UInt64 = 20_240_607

  /// Judges `runs`, one for each of `seeds`, all with the same stages.
  package init(_ problem: EvaluationProblem, runs: [RankingRun], seeds: [UInt64]) {
    let size = problem.catalogue.itemCount
    let judged = runs.map { run in
      run.stages.map { StageMetrics(lists: $0.lists, relevant: problem.relevant, catalogueSize: size) }
    }
    let names = runs.first?.stages.map(\.name) ?? []
    split = problem.name
    users = problem.relevant.count { !$0.isEmpty }
    stages = names.indices.map { stage in StageFigures(name: names[stage], judged.map { $0[stage] }) }
    metrics = names.indices.map { stage in
      (name: names[stage], metrics: StageMetrics.mean(of: judged.map { $0[stage] }))
    }
    perSeed = names.indices.map { stage in judged.map { $0[stage] } }
    comparisons = StageComparison.all(metrics, seed: Self.bootstrapSeed)
    self.seeds = seeds
  }

  /// Any stage over any other; nil where one of them is not there.
  package func comparison(_ stage: String, over other: String) -> StageComparison? {
    StageComparison.of(stage, over: other, metrics, seed: Self.bootstrapSeed)
  }
}
