import Foundation
import RankingCore
import RankingTraining
import Testing

@Suite struct EvaluationReportTests {
  /// 200 users with two hidden items each; `two_stage` finds one more of them for the first 60 users.
  private func problem() -> EvaluationProblem {
    EvaluationProblem(
      name: "ua", catalogue: TestCatalogue.make(users: 200, items: 50),
      train: (0..<200).map { .init(user: Int32($0), item: 49, rating: 1, timestamp: 0) },
      hidden: (0..<200).flatMap { user in
        [0, 1, 49].map { .init(user: Int32(user), item: $0, rating: 1, timestamp: 1) }
      })
  }

  private func run() -> RankingRun {
    let base = (0..<200).map { _ in [Int32](2..<20) + [0, 1] }
    let better = (0..<200).map { $0 < 60 ? [Int32](0..<20) : [Int32](2..<20) + [0, 1] }
    return RankingRun(stages: [.init(name: "als", lists: base), .init(name: "two_stage", lists: better)])
  }

  @Test func itemsTrainedOnAreNotRelevant() { #expect(problem().relevant[7] == [0, 1]) }

  @Test func jsonHasTheAgreedKeys() throws {
    let report = EvaluationReport(problem(), runs: [run()], seeds: [5])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    #expect(object["split"] as? String == "ua")
    #expect(object["users"] as? Int == 200)
    #expect(object["seeds"] as? [Int] == [5])
    let stages = try #require(object["stages"] as? [String: [String: Double]])
    #expect(Set(stages.keys) == ["als", "two_stage"])
    let names = [
      "precision@5", "recall@5", "ndcg@5", "precision@10", "recall@10", "ndcg@10", "recall@100", "mrr",
      "hit_rate@10", "coverage@10",
    ]
    #expect(Set(names).isSubset(of: stages["als"].map { Set($0.keys) } ?? []))
    #expect(stages["two_stage"]?["recall@10"] == 0.3)
  }

  @Test func bootstrapFindsAGainAndRepeatsIt() {
    let (one, other) = (
      EvaluationReport(problem(), runs: [run()], seeds: [1]),
      EvaluationReport(problem(), runs: [run()], seeds: [1])
    )
    #expect(one.json == other.json)
    let gain = one.comparisons[0].gains[.recall10]
    #expect(gain?.value == 0.3)
    // 60 of 200: the standard error of a share of 0.3 is 0.0324.
    #expect(abs((gain?.low ?? 0) - (0.3 - 1.96 * 0.0324)) < 0.01)
    #expect(abs((gain?.high ?? 0) - (0.3 + 1.96 * 0.0324)) < 0.01)
    #expect(gain?.isSignificant == true)
  }

  @Test func foldsAverage() {
    let fold = EvaluationReport(problem(), runs: [run()], seeds: [1])
    let report = FoldReport([fold, fold, fold])
    #expect(
      report.stages.map(\.values).elementsEqual(fold.stages.map(\.values)) {
        abs(($0["ndcg@10"] ?? 0) - ($1["ndcg@10"] ?? 1)) < 1e-12
      })
    #expect(report.text.contains("mean of 3 folds"))
    #expect(report.json.contains("\"folds\":[{"))
  }

  @Test func tableHasThePublishedRows() {
    let text = EvaluationReport(problem(), runs: [run()], seeds: [1]).text
    #expect(text.contains("published stage 1 (ALS)"))
    #expect(text.contains("two_stage over als, recall@10:") == false)
  }

  @Test func runsNameRawIdentifiers() {
    var file = RunsFile()
    file.add(run(), problem())
    let lines = file.text.split(separator: "\n")
    #expect(lines[0] == "user\tstage\trank\titem")
    #expect(lines[1] == "0\tals\t1\t2")
    #expect(lines.count == 1 + 200 * 2 * 20)
  }

  @Test func looksAreLoggedOnce() throws {
    let path = try Fixture.file("", named: "looks.tsv")
    let data = Dataset(
      catalogue: TestCatalogue.make(users: 1, items: 50),
      events: (0..<20).map { .init(user: 0, item: Int32($0), rating: 1, timestamp: Int64($0)) })
    let test = TestSplit.look(data, .ua, log: LookLog(path: path))
    #expect(test.problem.relevant == [(0..<10).map { Int32($0) }])
    let report = EvaluationReport(
      test.problem, runs: [RankingRun(stages: [.init(name: "als", lists: [[1, 2]])])], seeds: [1])
    try test.record(commit: "abc", configuration: "def", report)
    try test.record(commit: "abc", configuration: "def", report)
    try test.record(commit: "abd", configuration: "def", report)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].hasPrefix("ua\tabc\tdef\tals: precision@5=0.400000 "))
  }
}
