import NIOCore
import RPCServices
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct HealthTests {
    private static let path = "/grpc.health.v1.Health/Watch"
    private static let all = ByteBuffer()
    /// The request for a service called "name".
    private static let named = ByteBuffer(bytes: [0x0A, 4] + Array("name".utf8))

    private func with(_ body: (LiveServer, RPCClient) async throws -> Void) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        try await body(live, client)
        await client.close()
      }
    }

    private func next(_ stream: RPCClientStream) async throws -> HealthStatus.Serving? {
      guard let bytes = try await stream.next()?.bytes else { return nil }
      // A status of 0 is not written.
      return HealthStatus.Serving(
        rawValue: Int32(bytes.getInteger(at: bytes.readerIndex + 1, as: UInt8.self) ?? 0))
    }

    /// Waits for the end of calls that the server may learn of later.
    private func expectNoWatcher(_ health: HealthStatus) async throws {
      for _ in 0..<500 where health.watcherCount > 0 { try await Task.sleep(for: .milliseconds(20)) }
      #expect(health.watcherCount == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func aWatcherIsToldOfChangesAlone() async throws {
      try await with { live, client in
        let stream = await client.serverStream(Self.path, Self.all)
        let first = try await next(stream)
        #expect(first == .serving)
        live.health.set(.serving)
        live.health.set(.serving, service: "other")
        live.health.set(.notServing)
        let second = try await next(stream)
        #expect(second == .notServing)
        live.health.set(.serving)
        let third = try await next(stream)
        #expect(third == .serving)
        stream.cancel()
        try await expectNoWatcher(live.health)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anUnknownServiceMayBecomeKnown() async throws {
      try await with { live, client in
        let stream = await client.serverStream(Self.path, Self.named)
        let first = try await next(stream)
        #expect(first == .serviceUnknown)
        live.health.set(.unknown, service: "name")
        let second = try await next(stream)
        #expect(second == .unknown)
        live.health.set(.serving, service: "name")
        let third = try await next(stream)
        #expect(third == .serving)
        stream.cancel()
        try await expectNoWatcher(live.health)
      }
    }

    /// `before`: what the watched service is told to be, so that shutting down changes it or does not.
    @Test(.timeLimit(.minutes(10)), arguments: [HealthStatus.Serving.serving, .notServing, .serviceUnknown])
    func shuttingDownEndsEveryWatch(_ before: HealthStatus.Serving) async throws {
      try await with { live, client in
        if before == .notServing { live.health.set(.notServing) }
        let request = before == .serviceUnknown ? Self.named : Self.all
        let stream = await client.serverStream(Self.path, request)
        let first = try await next(stream)
        #expect(first == before)
        live.health.shutDown()
        if before == .serving {
          let second = try await next(stream)
          #expect(second == .notServing)
        }
        let ending = try await stream.ending
        #expect(ending.status == RPCStatus(.unavailable, "the server is shutting down"))
        try await expectNoWatcher(live.health)
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        ([], RPCStatus(.unimplemented, "Watch request: 1 message, got 0")),
        ([[], []], RPCStatus(.unimplemented, "Watch request: max 1 message, got 2")),
        ([[], [0xFF]], RPCStatus(.unimplemented, "Watch request: max 1 message, got 2")),
        ([[0xFF]], RPCStatus(.internal, "HealthCheckRequest: undecodable message")),
      ] as [([[UInt8]], RPCStatus)])
    func oneRequestIsWatched(_ messages: [[UInt8]], _ expected: RPCStatus) async throws {
      try await with { live, client in
        let stream = await client.stream(Self.path)
        for message in messages { try? await stream.send(ByteBuffer(bytes: message)) }
        stream.finishSending()
        let ending = try await stream.ending
        #expect(ending.status == expected)
        try await expectNoWatcher(live.health)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aLostConnectionEndsItsWatches() async throws {
      try await LiveServer.with { live in
        var socket: RawSocket? = try RawSocket(port: live.port)
        for stream in [1, 3, 5] as [UInt32] {
          let preface = stream == 1 ? Frames.preface : []
          socket?.send(preface + Frames.call(stream, Self.path, []))
        }
        for _ in 0..<1_000 where live.health.watcherCount < 3 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(live.health.watcherCount == 3)
        socket = nil
        try await expectNoWatcher(live.health)
      }
    }
  }
}
