import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct UnaryTests {
    @Test(.timeLimit(.minutes(10)), arguments: [0, 1, 5, 16_384, 65_535, 1 << 20, 4 << 20])
    func echoes(_ size: Int) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let response = try await client.unary("/test.Test/Echo", ByteBuffer(repeating: 42, count: size))
        #expect(response.message == ByteBuffer(repeating: 42, count: size))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func manyStreamsOnOneConnection() async throws {
      try await LiveServer.with(loops: 2) { live in
        let client = try await live.client()
        try await withThrowingTaskGroup { group in
          for number in 0..<2_000 {
            group.addTask {
              let response = try await client.unary("/test.Test/Echo", ByteBuffer(integer: number))
              #expect(response.message?.getInteger(at: 0, as: Int.self) == number)
            }
          }
          try await group.waitForAll()
        }
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func carriesMetadataBothWays() async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        var metadata: RPCMetadata = ["x-one": "1", "x-two": "2"]
        metadata.add("x-some-bin", binary: [0, 255, 1])
        let response = try await client.unary("/test.Test/Echo", ByteBuffer(), metadata: metadata)
        #expect(response.initialMetadata["x-one"] == "1")
        #expect(response.trailingMetadata["x-two-trailer"] == "2")
        #expect(response.trailingMetadata.binaryValues("x-some-bin") == [[0, 255, 1]])
        await client.close()
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        ("/test.Test/Nope", RPCStatus.Code.unimplemented), ("/no.Such/Method", .unimplemented),
        ("/test.Test/Fail", .invalidArgument),
      ])
    func failsOneCallAlone(_ path: String, _ code: RPCStatus.Code) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let failure = await #expect(throws: RPCStatus.self) { try await client.unary(path, ByteBuffer()) }
        #expect(failure?.code == code)
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "still here"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func carriesStatusDetails() async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let failure = await #expect(throws: RPCStatus.self) {
          try await client.unary("/test.Test/Fail", ByteBuffer())
        }
        let details = String(decoding: failure?.details ?? [], as: UTF8.self)
        #expect(failure?.message == "top_k: max 1000, got 1001 ☺")
        #expect(details.contains("type.googleapis.com/google.rpc.BadRequest"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func metadataThatIsNotCustomStaysHere() async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let metadata: RPCMetadata = [
          "x-one": "1", ":path": "/no.Such/Method", "te": "gzip", "content-length": "7", "x one": "2",
          "": "3",
          "grpc-timeout": "bad",
        ]
        let response = try await client.unary("/test.Test/Echo", ByteBuffer(), metadata: metadata)
        #expect(response.initialMetadata["x-one"] == "1")
        let coded = try await client.unary(
          "/test.Test/Echo-gzip", ByteBuffer(repeating: 7, count: 1_000),
          metadata: ["grpc-accept-encoding": "identity", "user-agent": "another"])
        #expect(coded.wasCompressed)
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func namesLimitAndSizeOfAnOversizeMessage() async throws {
      try await LiveServer.with({ $0.limits.receivedMessageBytes = 1_000 }) { live in
        let client = try await live.client()
        let failure = await #expect(throws: RPCStatus.self) {
          try await client.unary("/test.Test/Echo", ByteBuffer(repeating: 0, count: 1_001))
        }
        #expect(failure == RPCStatus(.resourceExhausted, "received message bytes: max 1000, got 1001"))
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "still here"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func enforcesTheDeadlineAndTellsTheHandler() async throws {
      try await LiveServer.with { live in
        let before = TestMethods.cancelled.value
        let client = try await live.client()
        let failure = await #expect(throws: RPCStatus.self) {
          try await client.unary("/test.Test/Never", ByteBuffer(), timeout: .seconds(3))
        }
        #expect(failure?.code == .deadlineExceeded)
        try await TestMethods.cancelled.expect(before + 1)
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func listensOnAUnixSocket() async throws {
      let path = "/tmp/rpc-\(UInt64.random(in: 0..<(.max))).sock"
      try await LiveServer.with({ $0.address = .unix(path: path) }) { live in
        let client = try await live.client()
        let response = try await client.unary("/test.Test/Echo", ByteBuffer(string: "hello"))
        #expect(response.message == ByteBuffer(string: "hello"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func listensOnIPv6() async throws {
      try await LiveServer.with({ $0.address = .tcp(host: "::1", port: 0) }) { live in
        let client = try await live.client()
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "hello"))
        await client.close()
      }
    }
  }
}
