import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// Every malformation has its prescribed answer and fails its call alone.
  @Suite struct MalformedCallTests {
    static let message: [UInt8] = [0, 0, 0, 0, 2, 1, 2]

    private func status(
      _ more: [(String, String)], _ body: [UInt8] = message, path: String = "/test.Test/Echo"
    ) async throws -> (code: String, message: String) {
      try await LiveServer.with { live in
        let answer = try RawCall.send(port: live.port, RawCall.headers(path, more), body)
        return (answer.fields["grpc-status"] ?? "none", answer.fields["grpc-message"] ?? "")
      }
    }

    private func expect(_ code: String, _ more: [(String, String)], _ body: [UInt8] = message) async throws {
      let answer = try await status(more, body)
      #expect(answer.code == code)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["5X", "S", "-1S", "123456789S", "", "1.0S"])
    func timeouts(_ timeout: String) async throws {
      let answer = try await status([("grpc-timeout", timeout)])
      #expect(answer == ("13", "grpc-timeout: malformed value"))
    }

    @Test(.timeLimit(.minutes(10)))
    func binaryMetadata() async throws {
      try await expect("13", [("x-some-bin", "!!!")])
      try await expect("0", [("x-some-bin", "AAE=,AAE,/w")])
    }

    @Test(.timeLimit(.minutes(10)), arguments: [UInt8(1), 2, 128, 255])
    func messageFlags(_ flag: UInt8) async throws {
      try await expect("13", [], [flag] + Self.message.dropFirst())
    }

    @Test(.timeLimit(.minutes(10)))
    func messageCounts() async throws {
      try await expect("12", [], [])
      try await expect("12", [], Self.message + Self.message)
      try await expect("13", [], Array(Self.message.dropLast()))
      try await expect("13", [], [0, 0])
      try await expect("0", [], [0, 0, 0, 0, 0])
    }

    @Test(.timeLimit(.minutes(10)))
    func fourGibibytes() async throws {
      let answer = try await status([], [0, 255, 255, 255, 255, 1, 2, 3])
      #expect(answer == ("8", "received message bytes: max 4194304, got 4294967295"))
    }

    @Test(.timeLimit(.minutes(10)))
    func headerLists() async throws {
      let answer = try await status((0..<40).map { ("x-\($0)", String(repeating: "v", count: 1_000)) })
      #expect(answer.code == "8")
      #expect(answer.message.hasPrefix("header list bytes: max 16384, got 4"))
    }

    @Test(.timeLimit(.minutes(10)))
    func encodings() async throws {
      try await expect("0", [("grpc-encoding", "identity")])
      try await expect("12", [("grpc-encoding", "snappy")])
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["application/grpc+proto", "application/grpc;charset=utf-8"])
    func contentTypes(_ type: String) async throws {
      try await LiveServer.with { live in
        var headers = RawCall.headers("/test.Test/Echo")
        headers[4].1 = type
        let answer = try RawCall.send(port: live.port, headers, Self.message)
        #expect(answer.fields["grpc-status"] == "0")
        headers[4].1 = "application/grpcx"
        let refused = try RawCall.send(port: live.port, headers, Self.message)
        #expect(refused.fields[":status"] == "415")
      }
    }
  }
}
