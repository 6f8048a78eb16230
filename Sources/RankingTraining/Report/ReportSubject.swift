internal import Foundation
package import RankingCore

/// What a report page shows of one bundle on one problem.
package struct ReportSubject: Sendable {
  package let snapshot: ModelSnapshot
  package let problem: EvaluationProblem
  package let report: EvaluationReport
  package let run: RankingRun
  package let threads: Int

  package init(
    snapshot: ModelSnapshot, problem: EvaluationProblem, report: EvaluationReport, run: RankingRun,
    threads: Int
  ) {
    self.snapshot = snapshot
    self.problem = problem
    self.report = report
    self.run = run
    self.threads = threads
  }

  /// Names of stages for people.
  static func title(_ stage: String) -> String {
    ["als": "ALS alone", "fused": "stage 1", "two_stage": "both stages"][stage] ?? stage
  }

  /// Training interactions of each dense user.
  var historyLengths: [Int] {
    problem.relevant.indices.map { snapshot.model.interactions.history(of: $0).count }
  }

  /// Scores of everybody's first ten items, found again in the hidden ones or not, and the microseconds that each
  /// answer took: one thread, the quickest of three.
  func answers() -> (found: [Double], other: [Double], microseconds: [Double]) {
    let scratch = PipelineScratch(for: snapshot)
    let pipeline = RankingPipeline(snapshot: snapshot)
    let request = RankingRequest(user: .anonymous, topK: 10)
    var (found, other, times): ([Double], [Double], [Double]) = ([], [], [])
    for user in problem.relevant.indices where !problem.relevant[user].isEmpty {
      var best = Duration.seconds(3600)
      for _ in 0..<3 {
        let start = ContinuousClock.now
        _ = pipeline.answer(user: user, request, scratch: scratch)
        best = min(best, ContinuousClock.now - start)
      }
      times.append(best / .microseconds(1))
      let answer = pipeline.answer(user: user, request, scratch: scratch)
      let wanted = Set(problem.relevant[user])
      for (item, score) in zip(answer.items, answer.scores) {
        if wanted.contains(item) { found.append(score) } else { other.append(score) }
      }
    }
    return (found, other, times)
  }
}
