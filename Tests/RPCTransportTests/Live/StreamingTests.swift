import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct StreamingTests {
    private func with(_ body: (LiveServer, RPCClient) async throws -> Void) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        try await body(live, client)
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func bidirectionalInTurns() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Stream")
        for size in [0, 1, 1_000, 100_000, 1 << 20] {
          try await stream.send(ByteBuffer(repeating: 9, count: size))
          let answer = try await stream.next()?.bytes
          #expect(answer == ByteBuffer(repeating: 9, count: size))
        }
        stream.finishSending()
        let rest = try await stream.next()
        #expect(rest == nil)
        let ending = try await stream.ending.status
        #expect(ending == .ok)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func bidirectionalAtOnce() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Stream", options: RPCCallOptions(encoding: .gzip))
        async let sent: Void = {
          for number in 0..<2_000 { try await stream.send(ByteBuffer(repeating: 1, count: number)) }
          stream.finishSending()
        }()
        var sizes: [Int] = []
        for try await message in stream { sizes.append(message.readableBytes) }
        try await sent
        #expect(sizes == Array(0..<2_000))
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func clientStreaming() async throws {
      try await with { _, client in
        let response = try await client.clientStream("/test.Test/Sum") { stream in
          for size in [10, 20, 30, 1 << 20] { try await stream.send(ByteBuffer(repeating: 1, count: size)) }
        }
        #expect(response.message?.getInteger(at: 0, as: Int.self) == 60 + 1 << 20)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func serverStreaming() async throws {
      try await with { _, client in
        let stream = await client.serverStream("/test.Test/Count", ByteBuffer(integer: UInt32(5_000)))
        var next: UInt32 = 0
        for try await message in stream {
          #expect(message.getInteger(at: message.readerIndex, as: UInt32.self) == next)
          next += 1
        }
        #expect(next == 5_000)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func handlersThatHoldTheirCallAreLetGo() async throws {
      try await with { _, client in
        for number in 0..<200 {
          let stream = await client.stream("/test.Test/Tracked")
          try await stream.send(ByteBuffer(string: "hold"))
          _ = try await stream.next()
          if number.isMultiple(of: 2) { stream.finishSending() } else { stream.cancel() }
          _ = try await stream.ending
        }
        try await Tracked.freed.expect(200)
        #expect(Tracked.made.value == 200)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anEmptyStream() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Stream")
        stream.finishSending()
        let rest = try await stream.next()
        #expect(rest == nil)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aServerThatDoesNotReadStopsTheSender() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Stalled", options: RPCCallOptions(timeout: .seconds(2)))
        var sent = 0
        let failure = await #expect(throws: RPCStatus.self) {
          while true {
            try await stream.send(ByteBuffer(repeating: 1, count: 64 << 10))
            sent += 64 << 10
          }
        }
        #expect(failure?.code == .deadlineExceeded)
        // The stream's window and what the client queues before it waits: more is never in memory.
        #expect(sent <= 512 << 10)
      }
    }

    /// A status reaches who waits to send, though nobody reads what came before it.
    @Test(.timeLimit(.minutes(10)), arguments: [0, 2] as [UInt8])
    func aStatusReachesASenderThatDoesNotRead(_ answers: UInt8) async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Refusing")
        try await stream.send(ByteBuffer(bytes: [answers]))
        let failure = await #expect(throws: RPCStatus.self) {
          while true { try await stream.send(ByteBuffer(repeating: 1, count: 64 << 10)) }
        }
        let status = RPCStatus(.resourceExhausted, "enough")
        #expect(failure == status)
        for _ in 0..<answers {
          let message = try await stream.next()?.bytes
          #expect(message == ByteBuffer(string: "unread"))
        }
        await #expect(throws: status) { _ = try await stream.next() }
      }
    }

    /// An answer without messages wakes who waits for its head.
    @Test(.timeLimit(.minutes(10)))
    func aRefusalReachesWhoWaitsForTheHead() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Nope")
        let metadata = try await stream.initialMetadata
        #expect(metadata.isEmpty)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aClientThatDoesNotReadStopsTheServer() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Stream", options: RPCCallOptions(timeout: .seconds(2)))
        var sent = 0
        let failure = await #expect(throws: RPCStatus.self) {
          while true {
            try await stream.send(ByteBuffer(repeating: 1, count: 64 << 10))
            sent += 64 << 10
          }
        }
        #expect(failure?.code == .deadlineExceeded)
        #expect(sent <= 2 << 20)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aHandlerThatPoursIsEnded() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Pour")
        try await stream.send(ByteBuffer())
        let first = try await stream.next()?.bytes.readableBytes
        #expect(first == 1 << 20)
        let ending = try await stream.ending
        #expect(ending.status.code == .resourceExhausted)
        // Four times the connection's 8 MiB, and the one message with which it was reached.
        let parts = ending.status.message.split(separator: "max 33554432, got ")
        #expect(parts.first == "buffered outbound bytes: ", "\(ending.status)")
        #expect(parts.last.flatMap { Int($0) }.map { $0 < 34 << 20 } == true, "\(ending.status)")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func cancellationReachesTheHandler() async throws {
      try await with { _, client in
        let (started, before) = (TestMethods.started.value, TestMethods.cancelled.value)
        let stream = await client.stream("/test.Test/Stalled")
        try await stream.send(ByteBuffer(string: "begin"))
        let reader = Task { try await stream.next() }
        try await TestMethods.started.expect(started + 1)
        reader.cancel()
        let failure = await #expect(throws: RPCStatus.self) { _ = try await reader.value }
        #expect(failure?.code == .cancelled)
        try await TestMethods.cancelled.expect(before + 1)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func cancellingATaskCancelsItsUnaryCall() async throws {
      try await with { _, client in
        let (started, before) = (TestMethods.started.value, TestMethods.cancelled.value)
        let task = Task { try await client.unary("/test.Test/Never", ByteBuffer()) }
        try await TestMethods.started.expect(started + 1)
        task.cancel()
        let failure = await #expect(throws: RPCStatus.self) { _ = try await task.value }
        #expect(failure?.code == .cancelled)
        try await TestMethods.cancelled.expect(before + 1)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aStreamThatIsLetGoIsCancelled() async throws {
      try await with { _, client in
        let (started, before) = (TestMethods.started.value, TestMethods.cancelled.value)
        for number in 1...10 as ClosedRange<UInt64> {
          let stream = await client.stream("/test.Test/Stalled")
          try await TestMethods.started.expect(started + number)
          withExtendedLifetime(stream) {}
        }
        try await TestMethods.cancelled.expect(before + 10)
        // One that is over is not cancelled.
        do {
          let stream = await client.stream("/test.Test/Stream")
          stream.finishSending()
          _ = try await stream.ending
        }
        _ = try await client.unary("/test.Test/Echo", ByteBuffer())
        #expect(TestMethods.cancelled.value == before + 10)
      }
    }

    /// What ends a call without its handler reaches the handler.
    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        ([2, 0, 0, 0, 0], "13"), ([1, 0, 0, 0, 1, 7], "13"), ([0, 255, 0, 0, 0], "8"),
        ([0, 0, 0, 0, 9, 1], "13"),
      ] as [([UInt8], String)])
    func aMalformedMessageStopsTheWork(_ body: [UInt8], _ code: String) async throws {
      try await LiveServer.with { live in
        let before = TestMethods.cancelled.value
        let headers = RawCall.headers("/test.Test/Taken", [("grpc-encoding", "gzip")])
        let answer = try RawCall.send(port: live.port, headers, body)
        #expect(answer.fields["grpc-status"] == code)
        try await TestMethods.cancelled.expect(before + 1)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aFullConnectionStopsTheWork() async throws {
      try await LiveServer.with({ $0.limits.bufferedInboundBytes = 100_000 }) { live in
        let before = TestMethods.cancelled.value
        let body = [0, 0, 3, 0, 0] + [UInt8](repeating: 1, count: 150_000)
        let answer = try RawCall.send(port: live.port, RawCall.headers("/test.Test/Taken"), body, end: false)
        #expect(answer.fields["grpc-status"] == "8")
        #expect(answer.fields["grpc-message"]?.hasPrefix("buffered inbound bytes: max 100000, got ") == true)
        try await TestMethods.cancelled.expect(before + 1)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aFailureEndsAStream() async throws {
      try await with { _, client in
        let stream = await client.stream("/test.Test/Nope")
        let failure = await #expect(throws: RPCStatus.self) { _ = try await stream.next() }
        #expect(failure?.code == .unimplemented)
        await #expect(throws: RPCStatus.self) { try await stream.send(ByteBuffer()) }
        let metadata = try await stream.initialMetadata
        #expect(metadata.isEmpty)
      }
    }
  }
}
