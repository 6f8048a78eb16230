import ArgumentParser
import RankingCore
import RankingTraining

/// Whose judgements the ranker learns from.
struct TeacherOptions: ParsableArguments {
  @Option(help: "CSV or TSV of a teacher's judgements: user, item, score from 0 to 1.")
  var teacher: String?
  @Option(help: "How much the teacher counts beside what users did, 0 to 1.")
  var teacherShare: Float = 0.3

  func read(_ catalogue: Catalogue) throws -> TeacherScores? {
    guard let teacher else { return nil }
    let scores = try TeacherScores(path: teacher, catalogue: catalogue, share: teacherShare)
    let unknown = scores.unknown > 0 ? ", \(scores.unknown) rows of unknown users or items left out" : ""
    ProgressReporter.note("teacher: \(scores.count) pairs, share \(teacherShare)\(unknown)")
    return scores
  }
}
