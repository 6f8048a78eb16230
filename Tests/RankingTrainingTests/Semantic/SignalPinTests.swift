import Crypto
import Foundation
import RankingCore
import RankingTraining
import Testing

struct SignalPinTests {
  private func expectMismatch(
    _ bundle: TextBundle, naming part: String, _ change: (inout BundleManifest) -> Void
  ) throws {
    let before = try bundle.manifest
    try bundle.edit(change)
    let error = #expect(throws: BundleError.self) { _ = try bundle.load() }
    #expect(error?.code == .signalMismatch && error?.message.contains(part) == true, "\(error as Any)")
    try bundle.edit { $0 = before }
  }

  @Test func anotherRankerOrOtherEmbeddingsAreRefused() async throws {
    try await TextBundle.with { bundle in
      _ = try bundle.load()
      let pin = try #require(try bundle.manifest.encoder?.pin)
      #expect(pin.items == 40)
      let parts: [(WritableKeyPath<SignalPin, String>, String)] = [
        (\.signals, "trained with embeddings 000"), (\.ranker, "belong to ranker 000"),
      ]
      for (change, part) in parts {
        try expectMismatch(bundle, naming: part) {
          $0.encoder?.pin?[keyPath: change] = String(repeating: "0", count: 64)
        }
      }
      _ = try bundle.load()
    }
  }

  @Test func aNumberOfItemsThatIsNoneIsRefused() async throws {
    try await TextBundle.with { bundle in
      for items in [-1, 41, Int.max, Int.min] {
        try expectMismatch(bundle, naming: "with \(items) embeddings, there are 40") {
          $0.encoder?.pin?.items = items
        }
      }
    }
  }

  @Test func whatMadeTheVectorsIsPartOfThePin() async throws {
    try await TextBundle.with { bundle in
      let facts = try #require(try bundle.manifest.encoder)
      let made = try #require(facts.pin?.made)
      #expect(made.encoder == "tiny" && made.weights == facts.weights && made.texts == facts.texts)
      try expectMismatch(bundle, naming: "encoder: ") { $0.encoder?.id = "other" }
      try expectMismatch(bundle, naming: "weights: ") { $0.encoder?.weights = "other" }
      try expectMismatch(bundle, naming: "prompt: ") { $0.encoder?.prompt = "query: " }
      try expectMismatch(bundle, naming: "enrichment: ") {
        $0.encoder?.enrichment = .init(model: "m", prompt: "p", items: 1)
      }
      try expectMismatch(bundle, naming: "the items' are \(made.texts)") {
        $0.encoder?.pin?.made?.texts = "other"
      }
    }
  }

  @Test func withoutAPinSignalsAndRankerDoNotServe() async throws {
    try await TextBundle.with { bundle in
      try expectMismatch(bundle, naming: "train the bundle again") { $0.encoder?.pin?.made = nil }
      try expectMismatch(bundle, naming: "train it again") { $0.encoder?.pin = nil }
      try expectMismatch(bundle, naming: "train it again") { $0.encoder = nil }
    }
  }

  /// Every digest of the manifest fits, and still the embeddings are not those the ranker was trained with.
  @Test func anAssembledBundleWithOtherEmbeddingsIsRefused() async throws {
    try await TextBundle.with { bundle in
      let path = URL(fileURLWithPath: bundle.path).appending(path: BundleFile.tensors)
      var bytes = [UInt8](try Data(contentsOf: path))
      let tensor = try #require(try SafetensorsFile(path: path.path).tensors["semantic.embeddings"])
      let header = bytes[..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
      bytes[8 + header + tensor.bytes.lowerBound] ^= 1
      try Data(bytes).write(to: path)
      let digest = SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      try expectMismatch(bundle, naming: "trained with embeddings") { manifest in
        for index in manifest.files.indices where manifest.files[index].name == BundleFile.tensors {
          manifest.files[index].sha256 = digest
        }
      }
    }
  }
}
