import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct DrainTests {
    @Test(.timeLimit(.minutes(10)))
    func callsInFlightFinish() async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let started = TestMethods.started.value
        async let slow = client.unary("/test.Test/Later", ByteBuffer(string: "in flight"))
        try await TestMethods.started.expect(started + 1)
        await live.server.drain(grace: .seconds(10))
        let response = try await slow
        #expect(response.message == ByteBuffer(string: "in flight"))
        let refused = await #expect(throws: RPCStatus.self) {
          try await client.unary("/test.Test/Echo", ByteBuffer())
        }
        #expect(refused?.code == .unavailable)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func theGraceEndsAHangingCall() async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let started = TestMethods.started.value
        let hanging = Task { try await client.unary("/test.Test/Never", ByteBuffer()) }
        try await TestMethods.started.expect(started + 1)
        await live.server.drain(grace: .milliseconds(200))
        await #expect(throws: RPCStatus.self) { try await hanging.value }
      }
    }
  }
}
