import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// Every limit bites, and the error it causes names it.
  @Suite struct LimitTests {
    /// A change of the configuration, bytes sent after the preface, and what the peer is told before the end.
    struct Case: Sendable, CustomTestStringConvertible {
      var name: String
      var change: @Sendable (inout RPCServerConfiguration) -> Void
      var bytes: [UInt8]
      var told: String

      var testDescription: String { name }
    }

    private static let never = Frames.frame(1, 4, 1, Frames.request("/test.Test/Never"))
    private static let unknown = Frames.frame(1, 5, 1, Frames.request("/no.Such/Method"))
    private static let ping = Frames.frame(6, 0, 0, Array(repeating: 1, count: 8))

    static let cases = [
      Case(
        name: "first request", change: { $0.timeouts.firstRequest = .milliseconds(300) }, bytes: [],
        told: "first request: max 0.3 s, got "),
      Case(
        name: "idle", change: { $0.timeouts.idle = .milliseconds(300) }, bytes: unknown,
        told: "idle time: max 0.3 s, got "),
      Case(
        name: "age", change: { $0.timeouts.connectionAge = .milliseconds(300) }, bytes: unknown,
        told: "connection age: max 0."),
      Case(
        name: "age grace",
        change: {
          $0.timeouts.connectionAge = .milliseconds(300)
          $0.timeouts.connectionAgeGrace = .milliseconds(300)
        }, bytes: never, told: "connection age grace: max 0.3 s, got "),
      Case(
        name: "keepalive",
        change: {
          $0.timeouts.keepaliveInterval = .milliseconds(300)
          $0.timeouts.keepaliveTimeout = .milliseconds(300)
        }, bytes: never, told: "keepalive ping: max 0.3 s, got "),
      Case(
        name: "client pings", change: { _ in }, bytes: unknown + ping + ping + ping + ping,
        told: "too_many_pings"),
      Case(
        name: "settings", change: { $0.flood.controlFrames = 3 },
        bytes: Array(repeatElement(Frames.settings([]), count: 5).joined()), told: "too many control frames"),
    ]

    @Test(.timeLimit(.minutes(10)), arguments: cases)
    func thePeerIsTold(_ limit: Case) async throws {
      try await LiveServer.with(limit.change) { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface + limit.bytes)
        let answer = String(decoding: try #require(socket.receiveAll()), as: UTF8.self)
        #expect(answer.contains(limit.told), "\(answer.filter { $0.isASCII })")
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [false, true])
    func concurrentStreams(_ isAcknowledged: Bool) async throws {
      let log = LogRecorder()
      try await LiveServer.with({ $0.limits.concurrentStreams = 2 }, log: log) { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface + (isAcknowledged ? Frames.frame(4, 1, 0, []) : []))
        for stream: UInt32 in [1, 3, 5] {
          socket.send(Frames.frame(1, 4, stream, Frames.request("/test.Test/Never")))
        }
        try await log.expect("info: stream refused: concurrent streams: max 2, got 3")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func connections() async throws {
      let log = LogRecorder()
      try await LiveServer.with({ $0.limits.connections = 1 }, log: log) { live in
        let first = try await live.client()
        _ = try await first.unary("/test.Test/Echo", ByteBuffer())
        let second = try RawSocket(port: live.port)
        second.send(Frames.preface)
        let answer = String(decoding: try #require(second.receiveAll()), as: UTF8.self)
        #expect(answer.contains("connections: max 1, got 2"))
        try await log.expect("warning: connection refused: connections: max 1, got 2")
        _ = try await first.unary("/test.Test/Echo", ByteBuffer())
        await first.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func sizes() async throws {
      try await LiveServer.with({
        $0.limits.sentMessageBytes = 1_000
        $0.limits.headerListBytes = 2_000
      }) { live in
        let client = try await live.client()
        let large = await #expect(throws: RPCStatus.self) {
          try await client.unary("/test.Test/Large", ByteBuffer(integer: UInt32(1_001)))
        }
        #expect(large == RPCStatus(.resourceExhausted, "sent message bytes: max 1000, got 1001"))
        let many = await #expect(throws: RPCStatus.self) {
          try await client.unary(
            "/test.Test/Echo", ByteBuffer(), metadata: ["x-long": String(repeating: "x", count: 2_000)])
        }
        #expect(many?.code == .resourceExhausted)
        #expect(many?.message.hasPrefix("header list bytes: max 2000, got 2") == true)
        _ = try await client.unary("/test.Test/Echo", ByteBuffer())
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func requestStall() async throws {
      try await LiveServer.with({ $0.timeouts.requestStall = .milliseconds(300) }) { live in
        let answer = try RawCall.send(
          port: live.port, RawCall.headers("/test.Test/Echo"), [0, 0, 0, 0, 9, 1], end: false)
        #expect(answer.fields["grpc-status"] == "4")
        #expect(answer.fields["grpc-message"]?.hasPrefix("request stall: max 0.3 s, got ") == true)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func outboundStall() async throws {
      let log = LogRecorder()
      try await LiveServer.with({ $0.timeouts.outboundStall = .milliseconds(300) }, log: log) { live in
        let socket = try RawSocket(port: live.port)
        let message: [UInt8] = [0, 0, 0, 0, 4, 0, 1, 0, 0]
        // A window of nothing.
        socket.send(
          Frames.preface + Frames.settings([(4, 0)])
            + Frames.frame(1, 4, 1, Frames.request("/test.Test/Large")) + Frames.frame(0, 1, 1, message))
        _ = socket.receiveAll()
        try await log.expect("connection closed: outbound stall: max 0.3 s, got")
      }
    }
  }
}
