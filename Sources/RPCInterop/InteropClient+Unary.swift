internal import NIOCore
internal import RPCTransport

extension InteropClient {
  private static let large = InteropRequest(responses: [.init(size: 314_159)], payload: 271_828)

  func emptyUnary() async throws {
    let response = try await client.unary(Self.path + "EmptyCall", ByteBuffer())
    try expect("response bytes", response.message?.readableBytes, 0)
  }

  func largeUnary() async throws {
    let response = try await client.unary(
      Self.path + "UnaryCall", InteropCodec.simpleRequest(Self.large))
    try expect("payload", response.message.flatMap(InteropCodec.simpleResponse), 314_159)
  }

  /// A unary call whose message is compressed, or not, whatever its headers say.
  private func compressing(_ request: InteropRequest, compressed: Bool) async throws {
    let response = try await client.clientStream(
      Self.path + "UnaryCall", options: RPCCallOptions(encoding: .gzip)
    ) { try await $0.send(InteropCodec.simpleRequest(request), compressed: compressed) }
    try expect("payload", response.message.flatMap(InteropCodec.simpleResponse), 314_159)
  }

  func clientCompressedUnary() async throws {
    var request = Self.large
    request.expectCompressed = true
    if probesCompression {
      let probe = try await failure("probe") { [request] in try await compressing(request, compressed: false)
      }
      try expect("probe", probe.code, .invalidArgument)
    }
    try await compressing(request, compressed: true)
    request.expectCompressed = false
    try await compressing(request, compressed: false)
  }

  func serverCompressedUnary() async throws {
    for compressed in [true, false] {
      var request = Self.large
      request.responses[0].compressed = compressed
      let response = try await client.unary(Self.path + "UnaryCall", InteropCodec.simpleRequest(request))
      try expect("compressed", response.wasCompressed, compressed)
      try expect("payload", response.message.flatMap(InteropCodec.simpleResponse), 314_159)
    }
  }

  private static var customMetadata: RPCMetadata {
    var metadata: RPCMetadata = ["x-grpc-test-echo-initial": "test_initial_metadata_value"]
    metadata.add("x-grpc-test-echo-trailing-bin", binary: [0xAB, 0xAB, 0xAB])
    return metadata
  }

  private func expectEcho(_ response: RPCResponse) throws {
    try expect(
      "initial metadata", response.initialMetadata["x-grpc-test-echo-initial"], "test_initial_metadata_value")
    try expect(
      "trailing metadata", response.trailingMetadata.binaryValues("x-grpc-test-echo-trailing-bin"),
      [[0xAB, 0xAB, 0xAB]])
  }

  func customMetadata() async throws {
    let options = RPCCallOptions(metadata: Self.customMetadata)
    try expectEcho(
      try await client.unary(
        Self.path + "UnaryCall", InteropCodec.simpleRequest(Self.large), options: options))
    let stream = await client.stream(Self.path + "FullDuplexCall", options: options)
    try await stream.send(InteropCodec.outputRequest(Self.large))
    stream.finishSending()
    _ = try await stream.next()
    try expectEcho(try await stream.ending)
  }

  func statusCodeAndMessage() async throws {
    let wanted = RPCStatus(.unknown, "test status message")
    let unary = try await failure("unary") {
      _ = try await client.unary(
        Self.path + "UnaryCall", InteropCodec.simpleRequest(InteropRequest(status: wanted)))
    }
    try expect("unary", unary, wanted)
    let stream = await client.stream(Self.path + "FullDuplexCall")
    try await stream.send(InteropCodec.outputRequest(InteropRequest(status: wanted)))
    stream.finishSending()
    let streaming = try await failure("streaming") { while try await stream.next() != nil {} }
    try expect("streaming", streaming, wanted)
  }

  func specialStatusMessage() async throws {
    let wanted = RPCStatus(
      .unknown, "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")
    let got = try await failure("unary") {
      _ = try await client.unary(
        Self.path + "UnaryCall", InteropCodec.simpleRequest(InteropRequest(status: wanted)))
    }
    try expect("status", got, wanted)
  }

  func unimplemented(_ path: String) async throws {
    let status = try await failure(path) { _ = try await client.unary(path, ByteBuffer()) }
    try expect("status", status.code, .unimplemented)
  }
}
