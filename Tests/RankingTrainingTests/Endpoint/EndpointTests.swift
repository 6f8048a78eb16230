import Foundation
import RankingCore
import RankingTraining
import Testing

struct EndpointTests {
  private static let texts = (0..<10).map { String(repeating: "x", count: $0 + 1) }

  private func embed(
    _ transport: FaultyTransport, _ folder: URL, meter: UsageMeter = UsageMeter(), texts: [String] = texts
  ) async throws -> Matrix<Float> {
    var policy = RetryPolicy.defaults
    (policy.attempts, policy.base) = (3, .milliseconds(1))
    let client = EndpointClient(
      try ModelEndpoint(base: "http://127.0.0.1:1", model: "m", key: nil), transport: transport, meter: meter,
      policy: policy)
    return try await EndpointEmbedder(
      client: client, directory: folder.path, limits: .init(batch: 3, concurrency: 1)
    ).embed(texts)
  }

  private func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rankd-endpoint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
  }

  @Test(
    arguments: [
      .status(429, retryAfter: "0"), .status(500, retryAfter: nil), .status(503, retryAfter: nil), .broken,
      .truncated, .notANumber, .tooFew,
    ] as [FaultyTransport.Fault])
  func faultsThatPassAreAskedAgain(_ fault: FaultyTransport.Fault) async throws {
    try await withFolder { folder in
      let meter = UsageMeter()
      let faulty = try await embed(FaultyTransport([0: fault, 2: fault]), folder, meter: meter)
      #expect(meter.usage.retries == 2)
      #expect(try await withClean { try await embed(FaultyTransport(), $0) } == faulty.flattened())
    }
  }

  private func withClean(_ body: (URL) async throws -> Matrix<Float>) async throws -> [Float] {
    var result: [Float] = []
    try await withFolder { result = try await body($0).flattened() }
    return result
  }

  @Test func anotherDimensionMidwayIsAnErrorAndTheCacheStays() async throws {
    try await withFolder { folder in
      let failing = FaultyTransport([2: .wrongDimension])
      let error = await #expect(throws: EndpointError.self) { _ = try await embed(failing, folder) }
      #expect(error?.code == .dimension && error?.message.contains("5 numbers, those before have 4") == true)
      let next = FaultyTransport()
      let resumed = try await embed(next, folder)
      #expect(try await withClean { try await embed(FaultyTransport(), $0) } == resumed.flattened())
      // One text told the dimension and three were kept before the fault.
      #expect(next.answered.count == Self.texts.count - 4)
    }
  }

  @Test func afterAllAttemptsTheLastErrorIsTold() async throws {
    try await withFolder { folder in
      let faults = Dictionary(
        uniqueKeysWithValues: (1..<9).map { ($0, FaultyTransport.Fault.status(500, retryAfter: nil)) })
      let transport = FaultyTransport(faults)
      let error = await #expect(throws: EndpointError.self) { _ = try await embed(transport, folder) }
      #expect(
        error?.message.contains("answered 500") == true && error?.message.contains("3 attempts") == true)
      #expect(transport.calls == 4)
    }
  }

  @Test(arguments: [400, 401, 404])
  func aRefusalIsNotAskedAgain(_ status: Int) async throws {
    try await withFolder { folder in
      let transport = FaultyTransport([0: .status(status, retryAfter: nil)])
      let error = await #expect(throws: EndpointError.self) { _ = try await embed(transport, folder) }
      #expect(error?.code == .refused && transport.calls == 1)
    }
  }

  @Test func aLongRetryAfterEndsIt() async throws {
    try await withFolder { folder in
      let transport = FaultyTransport([0: .status(429, retryAfter: "3600")])
      let error = await #expect(throws: EndpointError.self) { _ = try await embed(transport, folder) }
      #expect(error?.message.contains("3600") == true && transport.calls == 1)
    }
  }

  @Test func theBudgetStopsItAndWhatIsDoneIsKept() async throws {
    try await withFolder { folder in
      let meter = UsageMeter(prices: .init(input: 1_000_000, budget: 35))
      let error = await #expect(throws: EndpointError.self) {
        _ = try await embed(FaultyTransport(), folder, meter: meter)
      }
      #expect(error?.code == .budget && meter.cost == 40)
      let next = FaultyTransport()
      _ = try await embed(next, folder)
      #expect(next.answered.count == Self.texts.count - 4)
    }
  }

  /// What is under way when a call fails is waited for, kept and counted.
  @Test func whatIsPaidForIsKept() async throws {
    try await withFolder { folder in
      let meter = UsageMeter()
      let transport = FaultyTransport([1: .status(400, retryAfter: nil)])
      transport.delay = .milliseconds(50)
      var policy = RetryPolicy.defaults
      policy.attempts = 1
      let client = EndpointClient(
        try ModelEndpoint(base: "http://127.0.0.1:1", model: "m", key: nil), transport: transport,
        meter: meter,
        policy: policy)
      let embedder = EndpointEmbedder(
        client: client, directory: folder.path, limits: .init(batch: 3, concurrency: 3))
      await #expect(throws: EndpointError.self) { _ = try await embedder.embed(Self.texts) }
      // One text tells the dimension; of the three batches begun with it one is refused.
      #expect(transport.calls == 4 && meter.usage.calls == 3 && meter.usage.inputTokens == 70)
      let next = FaultyTransport()
      _ = try await embed(next, folder)
      #expect(next.answered.count == Self.texts.count - 7)
    }
  }

  @Test(arguments: ["", " \t"]) func anEmptyTextIsNamedAndNothingIsAsked(_ empty: String) async throws {
    try await withFolder { folder in
      let transport = FaultyTransport()
      let error = await #expect(throws: EncoderError.self) {
        _ = try await embed(transport, folder, texts: ["one", empty])
      }
      #expect(error?.code == .noText && error?.message.contains("text 2 of 2") == true)
      #expect(transport.calls == 0)
    }
  }

  @Test func aRetryAfterIsWaitedFor() async throws {
    try await withFolder { folder in
      let transport = FaultyTransport([0: .status(429, retryAfter: "1")])
      let start = ContinuousClock.now
      _ = try await embed(transport, folder)
      #expect(ContinuousClock.now - start >= .seconds(1))
    }
  }

  @Test func aBudgetHoldsWhereTheServerTellsNoUsage() async throws {
    try await withFolder { folder in
      let meter = UsageMeter(prices: .init(input: 1_000_000, budget: 3))
      let error = await #expect(throws: EndpointError.self) {
        _ = try await embed(FaultyTransport(tellsUsage: false), folder, meter: meter)
      }
      #expect(error?.code == .budget && meter.usage.guessed > 0)
    }
  }

  @Test func nothingIsAskedForTwice() async throws {
    try await withFolder { folder in
      _ = try await embed(FaultyTransport(), folder)
      let again = FaultyTransport()
      _ = try await embed(again, folder, texts: Self.texts + Self.texts)
      #expect(again.calls == 0)
    }
  }

  @Test func theKeyComesFromAFileOrTheEnvironmentOnly() throws {
    let path = try Fixture.file(" secret\n", named: "key")
    defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
    #expect(try ModelEndpoint.readKey(file: path, variable: "K", environment: ["K": "other"]) == "secret")
    #expect(try ModelEndpoint.readKey(file: nil, variable: "K", environment: ["K": "other"]) == "other")
    #expect(try ModelEndpoint.readKey(file: nil, variable: "K", environment: [:]) == nil)
    #expect(throws: EndpointError.self) {
      _ = try ModelEndpoint.readKey(file: nil, variable: "K", environment: ["K": "a\r\nb"])
    }
  }

  @Test(arguments: ["ftp://x", "nonsense", "", "http://"])
  func aBadURLIsRefused(_ base: String) {
    #expect(throws: EndpointError.self) { _ = try ModelEndpoint(base: base, model: "m", key: nil) }
  }
}
