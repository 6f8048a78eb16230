import ArgumentParser
import Foundation
import RankingTraining

/// Which data set a command works on.
struct DataOptions: ParsableArguments {
  @Option(help: "CSV or TSV of interactions with a header; default: the MovieLens 100K that was fetched.")
  var interactions: String?
  @Option(help: "CSV or TSV of items with a header.")
  var items: String?
  @Option(help: "CSV or TSV of users with a header.")
  var users: String?
  @Option(help: "Share of bad rows that is tolerated.")
  var maxBadShare = RowTolerance.defaults.badShare

  /// The user's own files, or nil for MovieLens 100K.
  func own() throws -> Dataset? {
    guard let interactions else { return nil }
    let dataset = try Dataset.read(
      interactions: interactions, items: items, users: users,
      tolerance: RowTolerance(badShare: maxBadShare))
    dataset.rowReport.warnings.forEach { ProgressReporter.note($0) }
    return dataset
  }

  /// The data set, checked if it is MovieLens 100K.
  func read(_ home: RankdHome) throws -> Dataset {
    if let own = try own() { return own }
    let dataset = try Dataset.read(directory: home.movieLens)
    try MovieLens100K.check(dataset, source: home.movieLens)
    return dataset
  }
}
