import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// What a hostile peer does: it is cut off or waits, and everybody else goes on.
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

    @Test(.timeLimit(.minutes(1)))
    func rapidResetIsCutOff() async throws {
      try await LiveServer.with { live in
        let before = Memory.residentMiB
        let socket = try RawSocket(port: live.port)
        var isOpen = socket.send(Frames.preface)
        let block = Frames.request("/test.Test/Never")
        for number in 0..<30_000 where isOpen {
          let stream = UInt32(number * 2 + 1)
          isOpen = socket.send(
            Frames.frame(1, 4, stream, block) + Frames.frame(3, 0, stream, Frames.bytes(8)))
        }
        #expect(socket.receiveAll() != nil)
        #expect(!isOpen || !socket.send(Frames.frame(6, 0, 0, Array(repeating: 0, count: 8))))
        #expect(Memory.growth(since: before) <= 16)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [UInt8(4), 6])
    func aFloodOfFramesIsCutOff(_ type: UInt8) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        _ = socket.send(Frames.preface)
        let flood = Frames.frame(type, 0, 0, type == 6 ? Array(repeating: 1, count: 8) : [])
        for _ in 0..<100 where socket.send(Array(repeatElement(flood, count: 500).joined())) {}
        #expect(socket.receiveAll() != nil)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func aContinuationFloodIsCutOff() async throws {
      try await LiveServer.with { live in
        let before = Memory.residentMiB
        let socket = try RawSocket(port: live.port)
        _ = socket.send(Frames.preface + Frames.frame(1, 0, 1, Frames.request("/test.Test/Echo")))
        let piece = Frames.block(
          Array(repeating: ("x-filler", String(repeating: "a", count: 100)), count: 100))
        for _ in 0..<1_000 where socket.send(Frames.frame(9, 0, 1, piece)) {}
        #expect(socket.receiveAll() != nil)
        #expect(Memory.growth(since: before) <= 16)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func aClosedWindowHoldsABoundedAmount() async throws {
      try await LiveServer.with { live in
        let before = Memory.residentMiB
        let sockets = try (0..<5).map { _ in try RawSocket(port: live.port) }
        let block = Frames.request("/test.Test/Large")
        let body: [UInt8] = [0, 0, 0, 0, 4] + Frames.bytes(4 << 20)
        for socket in sockets {
          _ = socket.send(Frames.preface + Frames.settings([(4, 0)]))
          for number in 0..<100 {
            let stream = UInt32(number * 2 + 1)
            socket.send(Frames.frame(1, 4, stream, block) + Frames.frame(0, 1, stream, body))
          }
        }
        try await Task.sleep(for: .seconds(1))
        #expect(Memory.growth(since: before) <= 64)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func unfinishedMessagesHoldABoundedAmount() async throws {
      try await LiveServer.with({ $0.limits.bufferedInboundBytes = 8 << 20 }) { live in
        let before = Memory.residentMiB
        let socket = try RawSocket(port: live.port)
        var isOpen = socket.send(Frames.preface)
        let piece = [UInt8](repeating: 1, count: 16_000)
        for number in 0..<100 where isOpen {
          let stream = UInt32(number * 2 + 1)
          isOpen = socket.send(
            Frames.frame(1, 4, stream, Frames.request("/test.Test/Echo"))
              + Frames.frame(0, 0, stream, [0, 0, 63, 255, 255]))
          for _ in 0..<16 where isOpen { isOpen = socket.send(Frames.frame(0, 0, stream, piece)) }
        }
        try await goodClientWorks(live)
        #expect(Memory.growth(since: before) <= 48)
      }
    }

    @Test(.timeLimit(.minutes(1)))
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

    @Test(.timeLimit(.minutes(1)))
    func tlsOnThePlaintextPortIsClosed() async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + Array(repeating: 0, count: 500))
        #expect(socket.receiveAll() != nil)
        try await goodClientWorks(live)
      }
    }

    @Test(.timeLimit(.minutes(1)))
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

    @Test(.timeLimit(.minutes(1)))
    func connectionsBeyondTheLimitAreClosed() async throws {
      try await LiveServer.with({ $0.limits.connections = 3 }) { live in
        let kept = try (0..<3).map { _ in try RawSocket(port: live.port) }
        try await Task.sleep(for: .milliseconds(100))
        let extra = try RawSocket(port: live.port)
        #expect(extra.receiveAll()?.isEmpty == true)
        #expect(kept.allSatisfy { $0.send(Frames.preface) })
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func manyIdleConnectionsCostLittle() async throws {
      try await LiveServer.with { live in
        let before = Memory.residentMiB
        let sockets = try (0..<400).map { _ in try RawSocket(port: live.port) }
        for socket in sockets { socket.send(Frames.preface) }
        try await goodClientWorks(live)
        #expect(Memory.growth(since: before) <= 40)
      }
    }
  }
}
