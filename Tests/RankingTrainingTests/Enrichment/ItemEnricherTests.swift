import Foundation
import RankingCore
import RankingTraining
import Testing

struct ItemEnricherTests {
  /// Twenty items, `Film 1.` to `Film 20.`
  private func catalogue() throws -> Catalogue { try EnrichmentSample.catalogue(20) }

  /// Enriches into a new file, and hands on what came of it.
  private func run(
    _ transport: ChatTransport, meter: UsageMeter = UsageMeter(), settings: EnrichmentSettings = .init(),
    _ body: (Result<[ItemEnricher.Failure], any Error>, EnrichmentFile) throws -> Void
  ) async throws {
    let path = try Fixture.file("", named: "enriched.jsonl")
    var policy = RetryPolicy.defaults
    (policy.attempts, policy.base) = (3, .milliseconds(1))
    let client = EndpointClient(
      try ModelEndpoint(base: "http://127.0.0.1:1", model: "writer", key: nil), transport: transport,
      meter: meter, policy: policy)
    var file = try EnrichmentFile(path: path)
    let enricher = ItemEnricher(client: client, concurrency: 2, settings: settings)
    do {
      let failures = try await enricher.run(try catalogue(), into: &file)
      try body(.success(failures), file)
    } catch let error as EndpointError {
      try body(.failure(error), file)
    }
    #expect(try EnrichmentFile(path: path).entries == file.entries, "on disk is what was answered")
  }

  @Test func oneStubbornItemDoesNotCostTheOthers() async throws {
    let transport = ChatTransport(["Film 3.": .words("I cannot."), "Film 7.": .status(500)])
    try await run(transport) { result, file in
      let failures = try result.get()
      #expect(failures.map(\.item).sorted() == ["3", "7"])
      #expect(
        failures.map(\.error.code).contains(.malformed) && failures.map(\.error.code).contains(.exhausted))
      #expect(file.entries.count == 18)
    }
    #expect(transport.calls.count == 18 + 2 * 3)
  }

  @Test func anAnswerCutAtItsLimitIsNotAskedForAgain() async throws {
    let transport = ChatTransport(["Film 3.": .cut])
    let meter = UsageMeter()
    try await run(transport, meter: meter) { result, _ in
      let failures = try result.get()
      #expect(failures.map(\.error.code) == [.cut])
      #expect(failures.first?.error.message.contains("400 tokens") == true)
    }
    // And it is paid for.
    #expect(transport.calls.count == 20 && meter.usage.calls == 20 && meter.usage.outputTokens == 400)
  }

  @Test(arguments: [401, 403, 404])
  func arefusalOfAllItemsEndsItAtOnce(_ status: Int) async throws {
    let transport = ChatTransport(["Film": .status(status)])
    try await run(transport) { result, file in
      #expect(throws: EndpointError.self) { _ = try result.get() }
      #expect(file.entries.isEmpty)
    }
    #expect(transport.calls.count <= 2)
  }

  @Test func aServerThatIsDownIsNotAskedAboutEveryItem() async throws {
    let transport = ChatTransport(["Film": .status(503)])
    try await run(transport) { result, _ in
      #expect(throws: EndpointError.self) { _ = try result.get() }
    }
    #expect(transport.calls.count <= 9 * 3)
  }

  @Test func theBudgetEndsItAndWhatWasUnderWayIsKept() async throws {
    let meter = UsageMeter(prices: .init(input: 10_000, budget: 3))
    try await run(ChatTransport(), meter: meter) { result, file in
      #expect(throws: EndpointError.self) { _ = try result.get() }
      // Every call costs 1: three reach the budget, one may be under way.
      #expect((3...4).contains(file.entries.count) && file.entries.count == meter.usage.calls)
    }
  }

  @Test func tokensThatAreNotToldAreGuessed() async throws {
    let meter = UsageMeter()
    try await run(ChatTransport(["Film": .withoutUsage]), meter: meter) { result, _ in
      let failures = try result.get()
      #expect(failures.isEmpty)
    }
    #expect(
      meter.usage.guessed == 20 && meter.usage.inputTokens > 20 * 100 && meter.usage.outputTokens > 20 * 20)
    #expect(meter.report.contains("20 calls guessed"))
  }

  @Test func settingsReachTheServer() async throws {
    var settings = EnrichmentSettings()
    (settings.temperature, settings.limitsCompletion, settings.maximumTokens) = (nil, true, 77)
    let (plain, other) = (ChatTransport(), ChatTransport())
    try await run(plain) { _, _ in }
    try await run(other, settings: settings) { _, _ in }
    #expect(plain.calls[0].contains("\"max_tokens\":400") && plain.calls[0].contains("\"temperature\":0"))
    #expect(other.calls[0].contains("\"max_completion_tokens\":77"))
    #expect(!other.calls[0].contains("temperature") && !other.calls[0].contains("max_tokens"))
  }
}
