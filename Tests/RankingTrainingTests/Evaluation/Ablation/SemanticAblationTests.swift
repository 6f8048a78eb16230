import RankingCore
import RankingTraining
import Testing

struct SemanticAblationTests {
  private static let configuration: FunnelConfiguration = {
    var configuration = FunnelConfiguration.movieLens100K
    configuration.retrieval.sources.removeAll { $0.name == "occasion" }
    configuration.retrieval.sources[0].trainer = .als(ALSConfiguration(factors: 8, regularization: 1))
    configuration.serving.candidates = 50
    configuration.rankerRows.holdout = 3
    configuration.ranker.trees = 10
    configuration.semantic = SemanticRecipe(clusters: 4, components: 6)
    return configuration
  }()

  private static func report(_ seeds: [UInt64], everything: Bool) throws -> EvaluationReport {
    let recipe = configuration.withEverySemanticPart.semantic
    let ablation = SemanticAblation(
      configuration: configuration, semantic: try TextFunnel.signals.get(),
      everything: try everything ? recipe.fit(TextFunnel.embeddings, threads: 2) : nil, threads: 2)
    var events = TextFunnel.interactions.events()
    let hidden = events.indices.filter { $0 % 5 == 0 }.map { events[$0] }
    events = events.indices.filter { $0 % 5 != 0 }.map { events[$0] }
    let problem = EvaluationProblem(
      name: "fold", catalogue: TextFunnel.catalogue, train: events, hidden: hidden)
    var trainings = 0
    let report = try ablation.run(problem, seeds: seeds) { trainings += 1 }
    #expect(trainings == ablation.trainings * seeds.count)
    return report
  }

  private static let full = Result { try report([1, 2], everything: true) }

  @Test func everyStageIsJudgedOverAllSeeds() throws {
    let report = try Self.full.get()
    #expect(
      report.stages.map(\.name) == [
        "als", "fused", "fused_semantic", "without_semantic", "with_semantic", "all_semantic",
      ])
    #expect(report.stages.allSatisfy { $0.spread["ndcg@10"] != nil } && report.seeds == [1, 2])
    let gain = try #require(report.comparison("all_semantic", over: "without_semantic"))
    let figures = Dictionary(uniqueKeysWithValues: report.stages.map { ($0.name, $0.values["ndcg@10"] ?? 0) })
    let difference = (figures["all_semantic"] ?? 0) - (figures["without_semantic"] ?? 0)
    #expect(abs((gain.gains[.ndcg10]?.value ?? .nan) - difference) < 1e-9)
    #expect(report.comparison("all_semantic", over: "nothing") == nil)
  }

  @Test func withoutEverythingThereIsNoSuchStage() throws {
    let report = try Self.report([1], everything: false)
    #expect(
      report.stages.map(\.name) == ["als", "fused", "fused_semantic", "without_semantic", "with_semantic"])
  }

  @Test func everythingIsOn() throws {
    let all = Self.configuration.withEverySemanticPart
    #expect(all.semantic.whitened == true && all.serving.semanticFeatures == SemanticFeature.allCases)
    #expect(all.retrieval.sources.suffix(2).map(\.name) == ["closest_text", "projected"])
    #expect(["closest_text", "projected"].allSatisfy { all.retrieval.fusion.weights[$0] == 0 })
    #expect(all.withEverySemanticPart == all)
  }

  @Test func theReportTellsEveryStageAndGain() throws {
    var report = AblationReport()
    report.addTest(try Self.full.get())
    report.addWarm(FoldReport([try Self.full.get()]), seeds: 2)
    report.addColdUsers([try Self.full.get()])
    for line in [
      "(a) warm: fold.test, 2 seeds", "(a) warm: mean of 1 folds, 2 seeds each", "fused ± over seeds",
      "fused_semantic over fused, ndcg@10: ", "with_semantic over without_semantic, ndcg@10: ",
      "all_semantic over without_semantic, ndcg@10: ",
      "(c) cold users",
    ] {
      #expect(report.text.contains(line), "\(line)\n\(report.text)")
    }
    #expect(!report.text.contains("over als"))
  }

  @Test func aGainOfZeroIsPrintedAsZero() throws {
    let users = 3
    let problem = EvaluationProblem(
      name: "ua", catalogue: TestCatalogue.make(users: users, items: 5), train: [],
      hidden: (0..<users).map { .init(user: Int32($0), item: 1, rating: 1, timestamp: 0) })
    let lists = [[Int32]](repeating: [0, 1], count: users)
    let run = RankingRun(
      stages: ["als", "fused", "without_semantic", "with_semantic"].map { .init(name: $0, lists: lists) })
    var report = AblationReport()
    report.addTest(EvaluationReport(problem, runs: [run], seeds: [1]))
    #expect(report.text.contains("with_semantic over without_semantic, ndcg@10: +0.0% [+0.0%, +0.0%]"))
  }
}
