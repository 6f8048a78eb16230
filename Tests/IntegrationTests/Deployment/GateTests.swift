import Foundation
import RankingCore
import RankingTraining
import Testing

/// What may replace the bundle that serves.
@Suite struct GateTests {
  private static var limits: GateLimits {
    var limits = GateLimits.defaults
    limits.minimumUsers = 50
    limits.minimumAnswers = 50
    limits.latencySlack = .microseconds(10)
    return limits
  }

  /// Interactions that the sample bundle has not seen: its own first items of each user.
  private func hidden(_ folder: BundleFolder) throws -> String {
    let snapshot = try ModelSnapshot.load(bundle: "\(folder.path)/\(folder.first)")
    let lists = RankingRun.collect(snapshot, threads: 2).stages[2].lists
    var text = "user,item,rating,timestamp\n"
    for user in 0..<SampleBundle.users {
      for item in lists[user].prefix(6) {
        text += "\(snapshot.catalogue.userKey(user)),\(snapshot.catalogue.itemKey(Int(item))),5,1\n"
      }
    }
    let path = "\(folder.path)/hidden.csv"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func judge(_ folder: BundleFolder, _ candidate: String) throws -> GateReport {
    BundleGate(limits: Self.limits, threads: 2).judge(
      baseline: "\(folder.path)/\(folder.first)", candidate: "\(folder.path)/\(candidate)",
      by: HiddenPairs(try Dataset.read(interactions: try hidden(folder))))
  }

  @Test func aBundleMayReplaceItself() throws {
    let folder = try BundleFolder("gate-same")
    defer { folder.remove() }
    let report = try judge(folder, folder.first)
    #expect(report.isOpen && report.checks.allSatisfy { $0.outcome == .passed }, "\(report.text)")
  }

  @Test func aWorseRankerIsRefused() async throws {
    let folder = try BundleFolder("gate-worse")
    defer { folder.remove() }
    let worse = try folder.version { $0.scale *= -1 }
    let report = try judge(folder, worse)
    #expect(!report.isOpen && report.reasons.count == 1, "\(report.text)")
    #expect(report.reasons.first?.hasPrefix("quality: ndcg@10") ?? false, "\(report.text)")
    let output = try await folder.rankctl([
      "gate", "--baseline", folder.first, "--candidate", worse, "--test", try hidden(folder),
      "--minimum-users", "50", "--json",
    ])
    #expect(output.status == 1)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(output.out.utf8)) as? [String: Any], "\(output.text)")
    #expect(json["open"] as? Bool == false && (json["reasons"] as? [String])?.count == 1, "\(output.text)")
  }

  @Test func aBrokenCandidateIsRefused() throws {
    let folder = try BundleFolder("gate-broken")
    defer { folder.remove() }
    try FileManager.default.removeItem(atPath: "\(folder.path)/\(folder.second)/ranker.json")
    let report = try judge(folder, folder.second)
    #expect(report.reasons.count == 1 && report.reasons[0].hasPrefix("self_test: bundle missingFile"))
  }

  @Test func aBundleThatKnowsTheAnswersIsNotJudged() throws {
    let folder = try BundleFolder("gate-known")
    defer { folder.remove() }
    let snapshot = try ModelSnapshot.load(bundle: "\(folder.path)/\(folder.first)")
    let events = snapshot.model.interactions.events()
    let problem = EvaluationProblem(name: "known", catalogue: snapshot.catalogue, train: [], hidden: events)
    let report = BundleGate(limits: Self.limits, threads: 2).judge(
      baseline: "\(folder.path)/\(folder.first)", candidate: "\(folder.path)/\(folder.second)",
      by: HiddenPairs(problem))
    #expect(report.reasons.first?.contains("has trained on \(events.count)") ?? false, "\(report.text)")
  }

  @Test func fewUsersDecideNothing() throws {
    let folder = try BundleFolder("gate-few")
    defer { folder.remove() }
    let path = try hidden(folder)
    let report = BundleGate(threads: 2).judge(
      baseline: "\(folder.path)/\(folder.first)", candidate: "\(folder.path)/\(folder.first)",
      by: HiddenPairs(try Dataset.read(interactions: path)))
    #expect(report.reasons == ["quality: 80 users to judge by, at least 100 are needed"], "\(report.text)")
  }

  /// More trees than the baseline has: slower by more than the limit.
  @Test func aSlowCandidateIsRefused() throws {
    let folder = try BundleFolder("gate-slow")
    defer { folder.remove() }
    let slow = try folder.version { ranker in
      ranker.trees = Array(repeating: ranker.trees, count: 400).flatMap { $0 }
    }
    let report = try judge(folder, slow)
    #expect(report.reasons.contains { $0.hasPrefix("latency: ") }, "\(report.text)")
  }
}
