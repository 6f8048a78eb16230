import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// What a hostile peer does: it is cut off or waits, and everybody else goes on. What it costs, `AbuseTests` measures.
  @Suite struct HostileTests {
    private func goodClientWorks(_ live: LiveServer) async throws {
      let client = try await live.client()
      for _ in 0..<20 {
        let response = try await client.unary(
          "/test.Test/Echo", ByteBuffer(string: "good"), timeout: .seconds(20))
        #expect(response.message == ByteBuffer(string: "good"))
      }
      await client.close()
    }

    @Test(.timeLimit(.minutes(10)))
    func silenceIsClosed() async throws {
      try await LiveServer.with({ $0.timeouts.firstRequest = .milliseconds(500) }) { live in
        let silent = try RawSocket(port: live.port)
        let slow = try RawSocket(port: live.port)
        slow.send(Array(Frames.preface.prefix(5)))
        let headless = try RawSocket(port: live.port)
        headless.send(Frames.preface + Frames.frame(1, 0, 1, Frames.block([(":method", "POST")])))
        for socket in [silent, slow, headless] { #expect(socket.receiveAll() != nil) }
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func tlsOnThePlaintextPortIsClosed() async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + Array(repeating: 0, count: 500))
        #expect(socket.receiveAll() != nil)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anyPrefixOfARequestMayBeTheEnd() async throws {
      try await LiveServer.with { live in
        let request =
          Frames.preface + Frames.frame(1, 4, 1, Frames.request("/test.Test/Echo"))
          + Frames.frame(0, 1, 1, [0, 0, 0, 0, 3, 1, 2, 3])
        for count in 0...request.count {
          let socket = try RawSocket(port: live.port)
          socket.send(Array(request.prefix(count)))
        }
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func connectionsBeyondTheLimitAreClosed() async throws {
      try await LiveServer.with({ $0.limits.connections = 3 }) { live in
        // Accepted in the order in which they connect.
        let kept = try (0..<3).map { _ in try RawSocket(port: live.port) }
        let extra = try RawSocket(port: live.port)
        #expect(extra.receiveAll()?.isEmpty == true)
        #expect(kept.allSatisfy { $0.send(Frames.preface) })
      }
    }
  }
}
