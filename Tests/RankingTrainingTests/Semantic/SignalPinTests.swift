import Crypto
import Foundation
import RankingCore
import RankingTraining
import Testing

struct SignalPinTests {
  private func withBundle(_ body: (URL) throws -> Void) throws {
    try EncoderFixture.withFolder { folder in
      try TinyEncoder().write(to: folder.appending(path: "model"))
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
      var configuration = FunnelConfiguration.movieLens100K
      configuration.serving.candidates = 20
      configuration.ranker.trees = 5
      configuration.retrieval.sources.removeAll { $0.name == "occasion" }
      configuration.rankerRows.holdout = 3
      configuration.semantic = SemanticRecipe(clusters: 2, components: 4, neighbours: 3)
      let version = try BundleTrainer(
        configuration: configuration, encoderDirectory: folder.appending(path: "model").path,
        embeddingDirectory: folder.path, bundleDirectory: folder.path, threads: 2
      ).train(.init(catalogue: catalogue, events: events, fingerprint: "test"))
      try body(folder.appending(path: version))
    }
  }

  /// Changes the manifest and makes its digest fit, as an assembler of bundles would.
  private func edit(_ bundle: URL, _ change: (inout BundleManifest) -> Void) throws {
    var manifest = try BundleDirectory(path: bundle.path).manifest
    change(&manifest)
    let encoded = try manifest.encoded()
    let digest = SHA256.hash(data: encoded).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    try Data(encoded).write(to: bundle.appending(path: BundleManifest.fileName))
    try Data("\(digest)\n".utf8).write(to: bundle.appending(path: BundleManifest.digestFileName))
  }

  @Test func anotherRankerOrOtherEmbeddingsAreRefused() throws {
    try withBundle { bundle throws in
      _ = try ModelSnapshot.load(bundle: bundle.path)
      let pin = try #require(try BundleDirectory(path: bundle.path).manifest.encoder?.pin)
      #expect(pin.items == 40)
      for change in [\SignalPin.signals, \.ranker] {
        try edit(bundle) { $0.encoder?.pin?[keyPath: change] = String(repeating: "0", count: 64) }
        let error = #expect(throws: BundleError.self) { _ = try ModelSnapshot.load(bundle: bundle.path) }
        #expect(error?.code == .signalMismatch)
        try edit(bundle) { $0.encoder?.pin = pin }
      }
      _ = try ModelSnapshot.load(bundle: bundle.path)
    }
  }

  /// Every digest of the manifest fits, and still the embeddings are not those the ranker was trained with.
  @Test func anAssembledBundleWithOtherEmbeddingsIsRefused() throws {
    try withBundle { bundle throws in
      let path = bundle.appending(path: BundleFile.tensors)
      var bytes = [UInt8](try Data(contentsOf: path))
      let tensor = try #require(try SafetensorsFile(path: path.path).tensors["semantic.embeddings"])
      let header = bytes[..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
      bytes[8 + header + tensor.bytes.lowerBound] ^= 1
      try Data(bytes).write(to: path)
      let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try edit(bundle) { manifest in
        for index in manifest.files.indices where manifest.files[index].name == BundleFile.tensors {
          manifest.files[index].sha256 = digest
        }
      }
      let error = #expect(throws: BundleError.self) { _ = try ModelSnapshot.load(bundle: bundle.path) }
      #expect(error?.code == .signalMismatch)
    }
  }

  @Test func itemsAreAddedWithTheirTexts() throws {
    try withBundle { bundle throws in
      let parent = bundle.deletingLastPathComponent()
      let adder = { (model: String) in
        ItemAdder(
          bundleDirectory: parent.path, encoderDirectory: parent.appending(path: model).path,
          embeddingDirectory: parent.path, threads: 1)
      }
      let item = NewItem(key: "99", title: "red film", year: 1990, genres: ["a"])
      let version = try adder("model").add([item])
      let snapshot = try ModelSnapshot.load(bundle: parent.appending(path: version).path)
      let signals = try #require(snapshot.model.semantic)
      // The same text as item 1's: the same place.
      let (old, new) = (Array(signals.embeddings[row: 0]), Array(signals.embeddings[row: 40]))
      #expect(zip(old, new).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(signals.clusters.base[0] == signals.clusters.base[40])
      let lists = try #require(signals.neighbours)
      #expect((lists.items.rows, lists.items.columns) == (41, 3))
      #expect(lists.similarities[row: 40][0] > 0.999)
      var other = TinyEncoder()
      other.storage = .bf16
      try other.write(to: parent.appending(path: "other"))
      #expect(throws: EncoderError.self) {
        _ = try adder("other").add([NewItem(key: "100", title: "red film", year: 1990, genres: ["a"])])
      }
    }
  }
}
