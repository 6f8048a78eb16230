import Foundation
import RPCTransport
import RankingCore
import RankingTraining
import RankingWire
import Testing

/// From a model behind an endpoint to a bundle that serves, as a user runs it.
@Suite struct TrainByEndpointTests {
  private let folder: String
  private let data: [String]

  init() throws {
    folder = try SampleBundle.folder("train-endpoint-\(UUID().uuidString)")
    try "secret".write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
    let semantic = #"{"semantic": {"clusters": 4, "components": 0, "seed": 1}}"#
    try semantic.write(toFile: "\(folder)/small.json", atomically: true, encoding: .utf8)
    let sample = try URL(fileURLWithPath: SampleBundle.first.get()).deletingLastPathComponent().path
    data = ["--interactions", "\(sample)/events.csv", "--items", "\(sample)/items.csv", "--home", folder]
  }

  private func rankctl(_ arguments: [String]) async throws -> String {
    let output = try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path, arguments)
    try #require(output.status == 0, "\(output.text)")
    return output.text
  }

  private func train(_ more: [String]) async throws -> String {
    try await rankctl(["train", "--config", "\(folder)/small.json"] + data + more)
  }

  private func current() throws -> BundleManifest {
    try BundleDirectory(path: "\(folder)/bundles/current").manifest
  }

  private func facts() throws -> BundleManifest.EncoderFacts { try #require(try current().encoder) }

  @Test(.timeLimit(.minutes(10)))
  func vectorsOfAnEndpointReachABundleThatServes() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let server = try await FaultyEndpoint("ok", striking: [])
    defer { server.end() }
    let endpoint = ["--endpoint", server.url, "--model", "m", "--key-file", "\(folder)/key"]
    #expect(try await train(endpoint).contains("calls, 0 retries"))
    let facts = try facts()
    #expect(facts.kind == .endpoint && facts.id == "m" && facts.dimension == 4)
    #expect(facts.pin?.made?.texts == facts.texts && facts.pin?.made?.weights == facts.weights)
    let version = try current().version
    try await LiveRankd.with("train-endpoint", bundle: "\(folder)/bundles/current") { live in
      let client = try await live.client()
      let answer = try await client.recommend(.init(user: .id(3), topK: 10))
      #expect(answer.items.count == 10 && answer.modelVersion == version)
      await client.close()
    }

    // Nothing is asked for again: not by a second training, not for a file of the same vectors.
    let asked = server.texts
    #expect(try await train(endpoint + ["--if-needed"]).contains("\(version) is up to date"))
    _ = try await rankctl(["texts"] + data + ["--out", "\(folder)/texts"])
    _ = try await rankctl(
      ["embed", "--texts", "\(folder)/texts", "--out", "\(folder)/vectors", "--home", folder] + endpoint)
    #expect(
      try await train(["--embeddings", "\(folder)/vectors", "--if-needed"]).contains(
        "\(version) is up to date"))
    #expect(server.texts == asked)

    // A prefix makes other vectors of the same texts, and another bundle.
    _ = try await train(endpoint + ["--prefix", "passage: ", "--if-needed"])
    #expect(try current().version != version && self.facts().prompt == "passage: ")
    #expect(server.texts == 2 * asked)
  }

  @Test(.timeLimit(.minutes(10)))
  func enrichedTextsReachABundleAndItemsAreAddedToIt() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let server = try await FaultyEndpoint("ok", striking: [])
    defer { server.end() }
    let endpoint = ["--endpoint", server.url, "--model", "m", "--key-file", "\(folder)/key"]
    var enrichments = try EnrichmentFile(path: "\(folder)/enriched.jsonl")
    for (key, text) in [(1, "Film 1 (1941). Genres: Comedy."), (2, "Film 2 (1942). Genres: Drama.")] {
      try enrichments.append(
        ItemEnrichment(
          item: "\(key)", model: "writer", prompt: EnrichmentPrompt.version,
          text: ItemEnrichment.digest(text),
          answer: .init(description: "Of \(key).", themes: [], mood: "", audience: "", similar: [])))
    }
    let enriched = ["--enriched", "\(folder)/enriched.jsonl"]
    _ = try await train(endpoint + enriched)
    #expect(try facts().enrichment == .init(model: "writer", prompt: EnrichmentPrompt.version, items: 2))
    _ = try await rankctl(["texts"] + data + enriched + ["--out", "\(folder)/texts"])
    let texts = try String(contentsOfFile: "\(folder)/texts", encoding: .utf8).split(separator: "\n")
    #expect(texts.count == SampleBundle.items && texts[0] == "Film 1 (1941). Genres: Comedy. Of 1.")
    #expect(try facts().texts == Catalogue.digest(of: texts.map(String.init)))

    try "item,title\n9001,New\n".write(toFile: "\(folder)/new.csv", atomically: true, encoding: .utf8)
    let before = server.texts
    let add = ["add-items", "\(folder)/new.csv", "--home", folder]
    let refused = try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path, add + endpoint)
    #expect(refused.status != 0 && refused.text.contains("enriched (2 items by writer"), "\(refused.text)")
    _ = try await rankctl(add + endpoint + enriched)
    #expect(server.texts == before + 1)
    #expect(try current().data.items == SampleBundle.items + 1)
    _ = try ModelSnapshot.load(bundle: "\(folder)/bundles/current")
  }
}
