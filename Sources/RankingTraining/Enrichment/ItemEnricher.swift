package import RankingCore

/// Asks a language model about every item, several at a time, keeping each answer as it comes.
package struct ItemEnricher: Sendable {
  package let client: EndpointClient
  package let concurrency: Int
  package let settings: EnrichmentSettings

  /// Items in a row without one answer after which nothing more is asked: it does not lie in the items then.
  private static let patience = 8

  package init(client: EndpointClient, concurrency: Int = 4, settings: EnrichmentSettings = .init()) {
    self.client = client
    self.concurrency = concurrency
    self.settings = settings
  }

  /// An item that got no answer, and why.
  package struct Failure: Sendable, Hashable {
    package let item: String
    package let error: EndpointError
  }

  /// Completes `file`: items whose text, model and prompt are those of an entry are not asked for again.
  ///
  /// - Returns: the items that got no answer while others did.
  /// - Throws: `EndpointError` where no item would get one; what was answered until then is in the file.
  package func run(
    _ catalogue: Catalogue, limit: Int? = nil, into file: inout EnrichmentFile,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) async throws -> [Failure] {
    let all = (0..<min(limit ?? catalogue.itemCount, catalogue.itemCount)).map { item in
      (key: catalogue.items.key(at: item), text: catalogue.text(of: item))
    }
    let missing = all.filter { isMissing($0.key, $0.text, file) }
    progress(all.count - missing.count)
    let call = EnrichmentCall(client: client, settings: settings)
    var (failures, inARow) = ([Failure](), 0)
    try await LimitedTasks.run(missing, concurrency: concurrency) { item in
      try await call.answer(item.text)
    } done: { item, result in
      do {
        try file.append(entry(item.key, item.text, try result.get()))
        inARow = 0
      } catch let error as EndpointError where error.isOfOneInput {
        failures.append(Failure(item: item.key, error: error))
        inARow += 1
        if inARow >= Self.patience { throw error }
      }
      progress(1)
    }
    return failures
  }

  private func entry(_ key: String, _ text: String, _ answer: ItemEnrichment.Answer) -> ItemEnrichment {
    ItemEnrichment(
      item: key, model: client.endpoint.model, prompt: EnrichmentPrompt.version,
      text: ItemEnrichment.digest(text), answer: answer)
  }

  private func isMissing(_ key: String, _ text: String, _ file: EnrichmentFile) -> Bool {
    guard let entry = file.entries[key] else { return true }
    return entry.model != client.endpoint.model || entry.prompt != EnrichmentPrompt.version
      || entry.text != ItemEnrichment.digest(text)
  }
}
