import Crypto
import Foundation
import RankingCore
import RankingTraining

/// A small bundle with the signals of a tiny encoder, in a folder that also holds the encoder, as `model`.
struct TextBundle {
  /// Also the folder of bundles and of embeddings.
  let folder: URL
  let version: String

  var path: String { folder.appending(path: version).path }
  var manifest: BundleManifest {
    get throws { try BundleDirectory(path: path).manifest }
  }

  static func trainer(_ folder: URL, _ change: (inout FunnelConfiguration) -> Void = { _ in })
    -> BundleTrainer
  {
    var configuration = FunnelConfiguration.movieLens100K
    configuration.serving.candidates = 20
    configuration.ranker.trees = 5
    configuration.retrieval.sources.removeAll { $0.name == "occasion" }
    configuration.retrieval.sources.append(.init("closest", .closestText))
    configuration.retrieval.fusion.weights["closest"] = 0
    configuration.rankerRows.holdout = 3
    configuration.semantic = SemanticRecipe(clusters: 2, components: 4, neighbours: 3)
    change(&configuration)
    return BundleTrainer(
      configuration: configuration, encoderDirectory: folder.appending(path: "model").path,
      embeddingDirectory: folder.path, bundleDirectory: folder.path, threads: 2)
  }

  /// 40 items, `red film` and `blue a film` in turn, and 30 users.
  static func input() throws -> BundleTrainer.Input {
    var events: [Interactions.Event] = []
    for user in 0..<30 {
      for item in 0..<40 where (user + item) % 3 == 0 {
        events.append(
          .init(user: Int32(user), item: Int32(item), rating: 4, timestamp: Int64(1000 + user * 50 + item)))
      }
    }
    let catalogue = try Catalogue(
      items: CatalogueIdentifiers(ids: Array(1...40)), users: CatalogueIdentifiers(ids: Array(1...30)),
      titles: (0..<40).map { $0 % 2 == 0 ? "red film" : "blue a film" },
      years: Array(repeating: 1990, count: 40), genreMasks: Array(repeating: 1, count: 40),
      genreNames: ["a"],
      people: Array(repeating: .unknown, count: 30), genderNames: [], occupationNames: [])
    return .init(catalogue: catalogue, events: events, fingerprint: "test")
  }

  /// Trains one, hands it to `body`, and removes it.
  static func with(
    _ change: (inout FunnelConfiguration) -> Void = { _ in }, _ body: (TextBundle) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try TinyEncoder().write(to: folder.appending(path: "model"))
    let version = try trainer(folder, change).train(input())
    try await body(TextBundle(folder: folder, version: version))
  }

  func load() throws -> ModelSnapshot { try ModelSnapshot.load(bundle: path) }

  func adder(_ model: String = "model") -> ItemAdder {
    ItemAdder(
      bundleDirectory: folder.path, encoderDirectory: folder.appending(path: model).path,
      embeddingDirectory: folder.path, threads: 1)
  }

  /// Changes the manifest and makes its digest fit, as an assembler of bundles would.
  func edit(_ change: (inout BundleManifest) -> Void) throws {
    var manifest = try manifest
    change(&manifest)
    let encoded = try manifest.encoded()
    let digest = SHA256.hash(data: encoded).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let bundle = folder.appending(path: version)
    try Data(encoded).write(to: bundle.appending(path: BundleManifest.fileName))
    try Data("\(digest)\n".utf8).write(to: bundle.appending(path: BundleManifest.digestFileName))
  }
}
