import NIOCore
import RPCTransport
import Testing
import Zlib

extension TransportTests {
  @Suite struct CompressionTests {
    static let text = ByteBuffer(string: String(repeating: "compress me ", count: 10_000))

    @Test(.timeLimit(.minutes(10)), arguments: [RPCEncoding.gzip, .deflate])
    func bothWays(_ encoding: RPCEncoding) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        let response = try await client.unary(
          "/test.Test/Echo-\(encoding.rawValue)", Self.text, options: RPCCallOptions(encoding: encoding))
        #expect(response.message == Self.text)
        #expect(response.trailingMetadata["x-was-compressed"] == "true")
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anEncodingThePeerDoesNotReadIsNotUsed() async throws {
      try await LiveServer.with { live in
        let body = [0, 0, 0, 0, 100] + [UInt8](repeating: 7, count: 100)
        let headers = RawCall.headers("/test.Test/Echo-gzip", [("grpc-accept-encoding", "deflate")])
        let answer = try RawCall.send(port: live.port, headers, body)
        #expect(answer.body == body)
        #expect(answer.fields["grpc-encoding"] == nil)
        #expect(answer.fields["grpc-accept-encoding"] == "identity,deflate,gzip")
        let silent = try RawCall.send(port: live.port, RawCall.headers("/test.Test/Echo-gzip"), body)
        #expect(silent.body == body && silent.fields["grpc-accept-encoding"] == nil)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anUnknownEncodingIsToldWhatThereIs() async throws {
      try await LiveServer.with { live in
        let headers = RawCall.headers("/test.Test/Echo", [("grpc-encoding", "snappy")])
        let answer = try RawCall.send(port: live.port, headers, [1, 0, 0, 0, 1, 0])
        #expect(answer.fields["grpc-status"] == "12")
        #expect(answer.fields["grpc-accept-encoding"] == "identity,deflate,gzip")
        #expect(answer.fields["grpc-message"] == "grpc-encoding: one of identity,deflate,gzip, got snappy")
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [[UInt8](), [31, 139, 8], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
    func bytesThatAreNotOfTheEncoding(_ bytes: [UInt8]) async throws {
      try await LiveServer.with { live in
        let headers = RawCall.headers("/test.Test/Echo", [("grpc-encoding", "gzip")])
        let body = [1, 0, 0, 0, UInt8(bytes.count)] + bytes
        let answer = try RawCall.send(port: live.port, headers, body)
        #expect(answer.fields["grpc-status"] == "13")
        #expect(answer.fields["grpc-message"]?.hasPrefix("gzip message: ") == true)
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["/echo.Echo/Unary", "/echo.Echo/Bidirectional"])
    func aBombIsStoppedAtTheLimit(_ path: String) async throws {
      let bomb = try #require(try OneShot.deflate(ByteBuffer(repeating: 0, count: 200_000_000), .gzip))
      try await EchoProcess.with { server in
        let headers = RawCall.headers(path, [("grpc-encoding", "gzip")])
        let body = [1] + Frames.bytes(UInt32(bomb.readableBytes)) + Array(bomb.readableBytesView)
        // A first call makes what any call needs.
        _ = try RawCall.send(port: server.port, RawCall.headers(path), [0, 0, 0, 0, 1, 7])
        let before = server.residentMiB
        server.forgetPeak()
        let answer = try RawCall.send(port: server.port, headers, body)
        #expect(server.growth(since: before) <= 8)
        #expect(answer.fields["grpc-status"] == "8")
        #expect(
          answer.fields["grpc-message"]
            == "received message bytes after decompression: max 4194304, got at least 4194305")
      }
    }
  }
}
