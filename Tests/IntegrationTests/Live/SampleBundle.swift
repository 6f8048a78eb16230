import Foundation
import RankingCore
import RankingTraining

/// A small bundle, trained once for all tests, beside the test's executable.
///
/// Users 1 to 80 have histories; users 81 and 82 are only known by age, gender and occupation.
enum SampleBundle {
  static let users = 80
  static let items = 150

  /// The folder of build products that this test runs from.
  static let products = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()

  /// The folder of the bundle, and of another one with another seed.
  static let (first, second) = (made(seed: 1), made(seed: 2))

  static func snapshot() throws -> ModelSnapshot { try ModelSnapshot.load(bundle: first.get()) }

  /// A new empty folder under the products; what was there before is removed.
  static func folder(_ name: String) throws -> String {
    let url = products.appendingPathComponent("integration-tests/\(name)")
    try? FileManager.default.removeItem(at: url)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    return url.path
  }

  /// A copy of the bundle to damage.
  static func copy(_ name: String) throws -> String {
    let path = try folder(name) + "/bundle"
    try FileManager.default.copyItem(atPath: first.get(), toPath: path)
    return path
  }

  private static func made(seed: UInt64) -> Result<String, any Error> {
    Result {
      let folder = try folder("sample-\(seed)")
      var configuration = FunnelConfiguration.movieLens100K
      configuration.seed = seed
      configuration.serving.candidates = 60
      configuration.ranker.trees = 20
      configuration.rankerRows.holdout = 5
      let trainer = BundleTrainer(
        configuration: configuration, encoderDirectory: nil, embeddingDirectory: folder,
        bundleDirectory: folder,
        threads: 2)
      let data = try dataset(folder)
      let version = try trainer.train(
        .init(catalogue: data.catalogue, events: data.events, fingerprint: data.fingerprint))
      return "\(folder)/\(version)"
    }
  }

  /// Users like items of the same parity more often than not.
  private static func dataset(_ folder: String) throws -> Dataset {
    var random = SplitMix64(seed: 7)
    var events = "user,item,rating,timestamp\n"
    for user in 1...users {
      var seen: Set<Int> = []
      for event in 0..<24 + user % 16 {
        let drawn = random.below(items / 2) * 2 + (random.below(4) == 0 ? 1 : 0) + user % 2
        let item = drawn % items + 1
        guard seen.insert(item).inserted else { continue }
        events += "\(user),\(item),\(1 + random.below(5)),\(880_000_000 + user * 10_000 + event * 60)\n"
      }
    }
    var titles = "item,title,year,genres\n"
    for item in 1...items {
      titles += "\(item),Film \(item),\(1940 + item % 60),\(item % 2 == 0 ? "Drama" : "Comedy")\n"
    }
    var people = "user,age,gender,occupation\n"
    for user in 1...users + 2 {
      people += "\(user),\(18 + user % 50),\(user % 2 == 0 ? "F" : "M"),engineer\n"
    }
    for (name, text) in [("events", events), ("items", titles), ("users", people)] {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
    return try Dataset.read(
      interactions: "\(folder)/events.csv", items: "\(folder)/items.csv", users: "\(folder)/users.csv")
  }
}
