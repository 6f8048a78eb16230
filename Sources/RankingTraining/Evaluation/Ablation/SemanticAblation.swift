package import RankingCore

/// The whole funnel with and without semantic signals on the same problem, seed by seed.
///
/// The report's stages are `als`, `without_semantic` and `with_semantic`; its comparisons are paired over users.
package struct SemanticAblation: Sendable {
  package let configuration: FunnelConfiguration
  package let semantic: SemanticSignals
  package let threads: Int

  package init(configuration: FunnelConfiguration, semantic: SemanticSignals, threads: Int) {
    self.configuration = configuration
    self.semantic = semantic
    self.threads = threads
  }

  /// Trains twice for each of `seeds`.
  package func run(
    _ problem: EvaluationProblem, seeds: [UInt64], progress: () -> Void = {}
  ) throws -> EvaluationReport {
    let runs = try seeds.map { seed in
      let without = try lists(problem, seed, nil)
      progress()
      let with = try lists(problem, seed, semantic)
      progress()
      return RankingRun(
        stages: without.stages.filter { $0.name == "als" } + [
          .init(name: "without_semantic", lists: Self.twoStage(without)),
          .init(name: "with_semantic", lists: Self.twoStage(with)),
        ])
    }
    return EvaluationReport(problem, runs: runs, seeds: seeds)
  }

  private func lists(
    _ problem: EvaluationProblem, _ seed: UInt64, _ semantic: SemanticSignals?
  ) throws -> RankingRun {
    var configuration = configuration
    configuration.seed = seed
    let model = try FunnelTrainer(configuration: configuration, threads: threads).train(
      catalogue: problem.catalogue, interactions: problem.interactions, semantic: semantic)
    return RankingRun.collect(try ModelSnapshot(version: problem.name, model: model), threads: threads)
  }

  private static func twoStage(_ run: RankingRun) -> [[Int32]] {
    run.stages.first { $0.name == "two_stage" }?.lists ?? []
  }
}
