import ArgumentParser
import RankingCore
import RankingTraining

/// `rankctl split --interactions F --holdout last:10|random:10|time:T --base B --test T`
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split", abstract: "Cut a file of interactions into a base to train on and a test to find.",
    discussion: """
      last:N and random:N hide N events of each user, never more than half of them; time:T hides every event from \
      Unix second T on. Both files are tab-separated with a header, rows in the order of the input. Items and \
      users are not copied: give the same folder as --items to `evaluate --base` or `train --interactions`.
      """)

  @Option(help: "CSV or TSV with a header, or a folder in one of MovieLens' layouts.")
  var interactions: String

  @Option(help: "last:N, random:N or time:T.")
  var holdout: String

  @Option(help: "Where to write the rows to train on.")
  var base = "base.tsv"

  @Option(help: "Where to write the hidden rows.")
  var test = "test.tsv"

  @Option(help: "Seed of random:N.")
  var seed: UInt64 = 1

  @Option(help: "Share of bad rows that is tolerated.")
  var maxBadShare = RowTolerance.defaults.badShare

  func run() throws {
    let rule = try Holdout(holdout)
    let dataset = try Dataset.read(at: interactions, tolerance: RowTolerance(badShare: maxBadShare))
    dataset.rowReport.warnings.forEach { ProgressReporter.note($0) }
    let split = try rule.cut(dataset.events, seed: seed)
    try InteractionsTable(dataset).write(split.train, to: base)
    try InteractionsTable(dataset).write(split.test, to: test)
    print("\(split.name): \(split.train.count) rows in \(base), \(split.test.count) in \(test)")
  }
}
