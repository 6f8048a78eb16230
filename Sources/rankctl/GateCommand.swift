import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl gate`
struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Decide whether a bundle may replace the one that serves.",
    discussion: """
      Checks the candidate's digests and golden answers, its quality beside the baseline's on the same users (paired \
      bootstrap), the time of golden requests and the drift of its scores. Exits 1 with the reasons where one fails. \
      Without --test both are judged on MovieLens' ua.test, and the look is logged.
      """)

  @OptionGroup var home: RankdHome
  @Option(help: "Bundle that serves: a version, a link or a directory.")
  var baseline = CurrentBundle.linkName
  @Option(help: "Bundle that wants to: a version, a link or a directory.")
  var candidate: String
  @Option(help: "Interactions that neither bundle has seen, any CSV or TSV with a header.")
  var test: String?
  @Option(help: "Users below which quality cannot be judged.")
  var minimumUsers = GateLimits.defaults.minimumUsers
  @Option(help: "How many times as long golden requests may take.")
  var latencyRatio = GateLimits.defaults.latencyRatio
  @Option(help: "Largest population stability index of served scores.")
  var stability = GateLimits.defaults.stability
  @Option(help: "Threads; the verdict on quality does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Print one JSON object.")
  var json = false
  @Option(help: "File that every look at a test split is appended to.")
  var looks = "Benchmarks/ua-test-looks.tsv"

  func run() throws {
    var limits = GateLimits.defaults
    limits.minimumUsers = minimumUsers
    limits.latencyRatio = latencyRatio
    limits.stability = stability
    let report = BundleGate(limits: limits, threads: threads).judge(
      baseline: home.bundle(baseline), candidate: home.bundle(candidate), by: try hidden())
    print(json ? report.json : report.text)
    if !report.isOpen { throw ExitCode.failure }
  }

  private func hidden() throws -> HiddenPairs {
    if let test { return HiddenPairs(try Dataset.read(interactions: test)) }
    let look = TestSplit.look(try DataOptions.parse([]).read(home), .ua, log: LookLog(path: looks))
    for name in [baseline, candidate] { try record(look, home.bundle(name)) }
    return HiddenPairs(look.problem)
  }

  /// A figure got from the test split is a look at it.
  private func record(_ look: TestSplit, _ path: String) throws {
    guard let snapshot = try? ModelSnapshot.load(bundle: path) else { return }
    let run = RankingRun.collect(snapshot, threads: threads)
    guard snapshot.catalogue.userCount == look.problem.catalogue.userCount else { return }
    try look.record(
      commit: GitCommit.current(), configuration: snapshot.version,
      EvaluationReport(look.problem, runs: [run], seeds: [1]))
  }
}
