import RankingCore
import RankingTraining
import Testing

struct LeaveOneOutReportTests {
  private func problem() -> EvaluationProblem {
    EvaluationProblem(
      name: "f", catalogue: TestCatalogue.make(users: 50, items: 60),
      train: (0..<50).map { .init(user: Int32($0), item: 59, rating: 1, timestamp: 0) },
      hidden: (0..<50).map { .init(user: Int32($0), item: 0, rating: 1, timestamp: 1) })
  }

  @Test func saysWhatEachSourceAdds() throws {
    let good = (0..<50).map { _ in [Int32](0..<20) }
    let bad = (0..<50).map { _ in [Int32](20..<40) }
    let lists = LeaveOneOutReport.Lists(fused: good, without: [bad, good], alone: [good, bad])
    let report = LeaveOneOutReport(sources: ["needed", "idle"], [(problem(), lists)])
    #expect(report.lines[0].comparison.gains[.ndcg10]?.value == 1)
    #expect(report.lines[1].comparison.gains[.ndcg10]?.value == 0)
    let rows = report.text.split(separator: "\n")
    #expect(rows.count == 5)
    #expect(rows[3].hasPrefix("| needed | 1.0000 | 1.0000 | 0.0000 | 0.0000 | 0.0000 | +1.0000 [+1.0000"))
  }

  @Test func collectsTheFusionWithoutEachSource() throws {
    let interactions = sampleInteractions(users: 40, items: 30, perUser: 6)
    let model = FunnelModel(
      catalogue: TestCatalogue.make(users: 40, items: 30), interactions: interactions,
      sources: [
        PopularityTrainer().train(interactions, items: 30),
        try TrendingTrainer().train(interactions, items: 30),
      ], fusion: FusionConfiguration(weights: ["popularity": 1, "trending": 0]), semantic: nil, ranker: nil,
      serving: ServingPolicy(candidates: 10, retrievalWeight: 0), horizon: 5)
    #expect(LeaveOneOutReport.sources(of: model) == ["popularity"])
    let lists = LeaveOneOutReport.collect(model, threads: 2)
    #expect(lists.fused == lists.alone[0])
    let seen = Set(interactions.history(of: 3).items)
    #expect(seen.isDisjoint(with: lists.fused[3]) && lists.fused[3].count == 30 - seen.count)
  }
}
