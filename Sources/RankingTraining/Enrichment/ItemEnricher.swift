internal import Crypto
internal import Foundation
package import RankingCore

/// Asks a language model about every item, several at a time, keeping each answer as it comes.
package struct ItemEnricher: Sendable {
  package let client: EndpointClient
  package let concurrency: Int
  package let maximumTokens: Int

  package init(client: EndpointClient, concurrency: Int = 4, maximumTokens: Int = 400) {
    self.client = client
    self.concurrency = concurrency
    self.maximumTokens = maximumTokens
  }

  /// Completes `file`: items whose text, model and prompt are those of an entry are not asked for again.
  ///
  /// - Throws: `EndpointError`; what was answered until then is in the file.
  package func run(
    _ catalogue: Catalogue, limit: Int? = nil, into file: inout EnrichmentFile,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws {
    let all = (0..<min(limit ?? catalogue.itemCount, catalogue.itemCount)).map { item in
      (key: catalogue.items.key(at: item), text: catalogue.text(of: item))
    }
    let missing = all.filter { isMissing($0.key, $0.text, file) }
    progress(all.count - missing.count)
    let call = EnrichmentCall(client: client, maximumTokens: maximumTokens)
    try await LimitedTasks.run(missing, concurrency: concurrency) { item in
      try await call.answer(item.text)
    } done: { item, answer in
      try file.append(
        ItemEnrichment(
          item: item.key, model: client.endpoint.model, prompt: EnrichmentPrompt.version,
          text: Self.digest(item.text), answer: answer))
      progress(1)
    }
  }

  private func isMissing(_ key: String, _ text: String, _ file: EnrichmentFile) -> Bool {
    guard let entry = file.entries[key] else { return true }
    return entry.model != client.endpoint.model || entry.prompt != EnrichmentPrompt.version
      || entry.text != Self.digest(text)
  }

  private static func digest(_ text: String) -> String { SHA256.hexDigest(of: Array(text.utf8)) }
}
