import ArgumentParser
import Foundation
import RankingTraining

/// Which data set a command works on.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      CSV or TSV of interactions with a header, or a folder in the layout of MovieLens 100K, 1M, 20M or 25M; \
      default: the MovieLens 100K that was fetched.
      """)
  var interactions: String?
  @Option(help: "CSV or TSV of items with a header; or such a folder, for items and users.")
  var items: String?
  @Option(help: "CSV or TSV of users with a header.")
  var users: String?
  @Option(help: "Share of bad rows that is tolerated.")
  var maxBadShare = RowTolerance.defaults.badShare

  /// The user's own files or folder, or nil for the MovieLens 100K that was fetched.
  func own() throws -> Dataset? {
    guard let interactions else { return nil }
    let dataset = try Dataset.read(
      at: interactions, items: items, users: users, tolerance: RowTolerance(badShare: maxBadShare))
    dataset.rowReport.warnings.forEach { ProgressReporter.note($0) }
    return dataset
  }

  /// The rows that choices may be made on: all of the user's own files, unless they hold `ua.test`, or `ua.base`.
  func tuning(_ home: RankdHome) throws -> TuningDataset {
    guard let own = try own() else { return try TuningDataset(directory: home.movieLens) }
    return try TuningDataset(own: own)
  }

  /// The data set, checked if it is MovieLens 100K.
  func read(_ home: RankdHome) throws -> Dataset {
    if let own = try own() { return own }
    let dataset = try Dataset.read(directory: home.movieLens)
    try MovieLens100K.check(dataset, source: home.movieLens)
    return dataset
  }
}
