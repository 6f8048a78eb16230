import Foundation
import RankingTraining

/// Small invented data in the layouts of MovieLens 1M and 20M.
enum MovieLensFolder {
  static let (users, items) = (80, 150)

  /// `ratings.dat`, `movies.dat`, `users.dat`; returns the folder.
  static func write1M(to parent: String) throws -> String {
    let folder = try made("\(parent)/ml-1m")
    try write(events().map { "\($0.user)::\($0.item)::\($0.rating)::\($0.time)" }, "\(folder)/ratings.dat")
    try write(
      (1...items).map { "\($0)::Film \($0) (\(1940 + $0 % 60))::\(genre($0))" }, "\(folder)/movies.dat")
    try write(
      (1...users).map { "\($0)::\($0 % 2 == 0 ? "F" : "M")::\(18 + $0 % 50)::\($0 % 5)::48067" },
      "\(folder)/users.dat")
    return folder
  }

  /// `ratings.csv` and `movies.csv`; returns the folder.
  static func write20M(to parent: String) throws -> String {
    let folder = try made("\(parent)/ml-20m")
    try write(
      ["userId,movieId,rating,timestamp"]
        + events().map { "\($0.user),\($0.item),\($0.rating).5,\($0.time)" }, "\(folder)/ratings.csv")
    try write(
      ["movieId,title,genres"]
        + (1...items).map { "\($0),\"Film, The \($0) (\(1940 + $0 % 60))\",\(genre($0))" },
      "\(folder)/movies.csv")
    return folder
  }

  private static func genre(_ item: Int) -> String { item % 2 == 0 ? "Drama|War" : "Comedy" }

  private static func made(_ folder: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func write(_ lines: [String], _ path: String) throws {
    try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
  }

  private typealias Event = (user: Int, item: Int, rating: Int, time: Int)

  private static func events() -> [Event] {
    var random = SplitMix64(seed: 11)
    var events: [Event] = []
    for user in 1...users {
      var seen: Set<Int> = []
      for event in 0..<30 {
        let item = (random.below(items / 2) * 2 + user % 2) % items + 1
        guard seen.insert(item).inserted else { continue }
        events.append((user, item, 1 + random.below(4), 978_300_000 + user * 5_000 + event * 60))
      }
    }
    return events
  }
}
