package import RankingCore

/// The whole funnel with and without semantic signals on the same problem, seed by seed.
///
/// The report's stages are `als`, stage 1 as `fused` and, with its source of texts, `fused_semantic`, both stages as
/// `without_semantic`, `with_semantic` and, with every part of the signals switched on, `all_semantic`; its
/// comparisons are paired over users.
package struct SemanticAblation: Sendable {
  package let configuration: FunnelConfiguration
  package let semantic: SemanticSignals
  /// Fitted for `FunnelConfiguration.withEverySemanticPart`; nil leaves `all_semantic` out.
  package let everything: SemanticSignals?
  package let threads: Int

  package init(
    configuration: FunnelConfiguration, semantic: SemanticSignals, everything: SemanticSignals? = nil,
    threads: Int
  ) {
    self.configuration = configuration
    self.semantic = semantic
    self.everything = everything
    self.threads = threads
  }

  /// Trainings for each seed.
  package var trainings: Int { everything == nil ? 2 : 3 }

  /// Trains `trainings` times for each of `seeds`.
  package func run(
    _ problem: EvaluationProblem, seeds: [UInt64], progress: () -> Void = {}
  ) throws -> EvaluationReport {
    let runs = try seeds.map { seed in
      let without = try lists(problem, configuration, seed, nil)
      progress()
      let with = try lists(problem, configuration, seed, semantic)
      progress()
      var stages = without.stages.filter { ["als", "fused"].contains($0.name) }
      stages.append(.init(name: "fused_semantic", lists: Self.lists(of: "fused", with)))
      stages.append(.init(name: "without_semantic", lists: Self.lists(of: "two_stage", without)))
      stages.append(.init(name: "with_semantic", lists: Self.lists(of: "two_stage", with)))
      if let everything {
        let all = try lists(problem, configuration.withEverySemanticPart, seed, everything)
        stages.append(.init(name: "all_semantic", lists: Self.lists(of: "two_stage", all)))
        progress()
      }
      return RankingRun(stages: stages)
    }
    return EvaluationReport(problem, runs: runs, seeds: seeds)
  }

  private func lists(
    _ problem: EvaluationProblem, _ configuration: FunnelConfiguration, _ seed: UInt64,
    _ semantic: SemanticSignals?
  ) throws -> RankingRun {
    var configuration = configuration
    configuration.seed = seed
    let model = try FunnelTrainer(configuration: configuration, threads: threads).train(
      catalogue: problem.catalogue, interactions: problem.interactions, semantic: semantic)
    return RankingRun.collect(try ModelSnapshot(version: problem.name, model: model), threads: threads)
  }

  private static func lists(of stage: String, _ run: RankingRun) -> [[Int32]] {
    run.stages.first { $0.name == stage }?.lists ?? []
  }
}
