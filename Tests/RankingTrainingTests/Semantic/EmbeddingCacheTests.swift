import Foundation
import RankingCore
import RankingTraining
import Synchronization
import Testing

struct EmbeddingCacheTests {
  private let texts = ["red film", "blue film", "films", "red film", "a blue film"]

  /// How many texts were encoded to answer.
  private func encoded(_ folder: URL, _ texts: [String], prefix: String? = nil) throws -> (Int, [Float]) {
    let encoder = try SentenceEncoder(directory: folder.appending(path: "model").path, prefix: prefix)
    var cache = try EmbeddingCache(directory: folder.appending(path: "cache").path, encoder: encoder)
    let calls = Mutex([Int]())
    let vectors = try cache.embeddings(of: texts, threads: 2) { count in calls.withLock { $0.append(count) } }
    #expect(vectors.flattened() == encoder.encode(texts, threads: 1).flattened())
    return (calls.withLock { $0.dropFirst().reduce(0, +) }, vectors.flattened())
  }

  private func withModel(_ body: (URL) throws -> Void) throws {
    try EncoderFixture.withFolder { folder in
      try TinyEncoder().write(to: folder.appending(path: "model"))
      try body(folder)
    }
  }

  private func file(_ folder: URL) throws -> URL {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "cache").path)
    return folder.appending(path: "cache").appending(path: try #require(names.first))
  }

  @Test func onlyNewTextsAreEncoded() throws {
    try withModel { folder throws in
      #expect(try encoded(folder, texts).0 == 4)
      #expect(try encoded(folder, texts).0 == 0)
      #expect(try encoded(folder, texts + ["a"]).0 == 1)
      #expect(try encoded(folder, texts, prefix: "a ").0 == 4)
    }
  }

  @Test(arguments: [1, 8, 39, 100, 169])
  func aTornRecordIsDroppedAndMadeAgain(_ torn: Int) throws {
    try withModel { folder throws in
      _ = try encoded(folder, texts)
      let path = try file(folder)
      let whole = try Data(contentsOf: path)
      let record = whole.count / 4
      try whole.dropLast(min(torn, record)).write(to: path)
      #expect(try encoded(folder, texts).0 == 1)
      #expect(try Data(contentsOf: path).count == whole.count)
      #expect(try encoded(folder, texts).0 == 0)
    }
  }

  @Test func onlyChangedItemsAreEncodedAgain() throws {
    try withModel { folder throws in
      _ = try encoded(folder, texts)
      #expect(try encoded(folder, ["red films", "blue film", "films", "red films", "a blue film"]).0 == 1)
    }
  }

  @Test(arguments: ["", " \t", "\u{3000}"])
  func aTextWithNothingInItLeavesTheCacheAsItWas(_ empty: String) throws {
    try withModel { folder throws in
      _ = try encoded(folder, texts)
      let whole = try Data(contentsOf: file(folder))
      let error = #expect(throws: EncoderError.self) { try encoded(folder, ["new", "red film", empty]) }
      #expect(error?.code == .noText)
      #expect(error?.message.contains("text 3 of 3") == true)
      #expect(try Data(contentsOf: file(folder)) == whole)
      #expect(try encoded(folder, texts).0 == 0)
    }
  }

  @Test func aBadEncoderLeavesTheCacheAsItWas() throws {
    try withModel { folder throws in
      _ = try encoded(folder, texts)
      let whole = try Data(contentsOf: file(folder))
      let name = "encoder.layer.1.output.dense.weight"
      for bad in [TinyEncoder(omitted: name), TinyEncoder(misshapen: name)] {
        try bad.write(to: folder.appending(path: "model"))
        let error = #expect(throws: EncoderError.self) { try encoded(folder, ["new"]) }
        #expect(error?.message.contains(name) == true)
      }
      #expect(try Data(contentsOf: file(folder)) == whole)
      try TinyEncoder().write(to: folder.appending(path: "model"))
      #expect(try encoded(folder, texts).0 == 0)
    }
  }

  @Test func aFlippedByteCostsItsRecordAlone() throws {
    try withModel { folder throws in
      _ = try encoded(folder, texts)
      let path = try file(folder)
      var bytes = try Data(contentsOf: path)
      bytes[bytes.count / 4 + 50] ^= 1
      try bytes.write(to: path)
      #expect(try encoded(folder, texts).0 == 1)
      #expect(try encoded(folder, texts).0 == 0)
      #expect(try Data(contentsOf: path).count == bytes.count / 4 * 5)
    }
  }

  /// Two that were opened before either wrote: every record of both is whole.
  @Test func twoWritersDoNotBreakEachOthersRecords() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func open() throws -> EmbeddingStore { try EmbeddingStore(directory: folder, name: "s", dimension: 8) }
    let stores = try [open(), open()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, store) in stores.enumerated() {
        group.addTask {
          var store = store
          for text in 0..<200 {
            try store.add(["\(number) \(text)"], [[Float](repeating: Float(text), count: 8)])
          }
        }
      }
      try await group.waitForAll()
    }
    let all = try open()
    for number in 0..<2 {
      for text in 0..<200 { #expect(all["\(number) \(text)"] == [Float](repeating: Float(text), count: 8)) }
    }
  }
}
