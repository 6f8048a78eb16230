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

  /// The rows that choices may be made on: all of the user's own files, or `ua.base`.
  func tuning(_ home: RankdHome) throws -> TuningDataset {
    guard let own = try own() else { return try TuningDataset(directory: home.movieLens) }
    let all = own.events.indices.map { Int32($0) }
    return TuningDataset(own, base: RankingTraining.Split(name: "all", train: all, test: []))
  }

  /// The data set, checked if it is MovieLens 100K.
  func read(_ home: RankdHome) throws -> Dataset {
    if let own = try own() { return own }
    let dataset = try Dataset.read(directory: home.movieLens)
    try MovieLens100K.check(dataset, source: home.movieLens)
    return dataset
  }
}
