internal import NIOCore
internal import RPCTransport

extension InteropClient {
  private static let requestSizes = [27_182, 8, 1_828, 45_904]
  private static let responseSizes = [31_415, 9, 2_653, 58_979]

  private func total(_ response: RPCResponse) -> Int? {
    response.message.flatMap(InteropCodec.inputResponse)
  }

  func clientStreaming() async throws {
    let response = try await client.clientStream(Self.path + "StreamingInputCall") { stream in
      for size in Self.requestSizes {
        try await stream.send(InteropCodec.inputRequest(InteropRequest(payload: size)))
      }
    }
    try expect("aggregated size", total(response), 74_922)
  }

  func clientCompressedStreaming() async throws {
    let options = RPCCallOptions(encoding: .gzip)
    let first = InteropCodec.inputRequest(InteropRequest(payload: 27_182, expectCompressed: true))
    let second = InteropCodec.inputRequest(InteropRequest(payload: 45_904, expectCompressed: false))
    if probesCompression {
      let probe = try await failure("probe") {
        _ = try await client.clientStream(Self.path + "StreamingInputCall", options: options) {
          try await $0.send(first, compressed: false)
        }
      }
      try expect("probe", probe.code, .invalidArgument)
    }
    let response = try await client.clientStream(Self.path + "StreamingInputCall", options: options) {
      try await $0.send(first, compressed: true)
      try await $0.send(second, compressed: false)
    }
    try expect("aggregated size", total(response), 73_086)
  }

  func serverStreaming() async throws {
    let request = InteropRequest(responses: Self.responseSizes.map { .init(size: $0) })
    let stream = await client.serverStream(
      Self.path + "StreamingOutputCall", InteropCodec.outputRequest(request))
    var sizes: [Int?] = []
    for try await message in stream { sizes.append(InteropCodec.outputResponse(message)) }
    try expect("sizes", sizes, Self.responseSizes)
  }

  func serverCompressedStreaming() async throws {
    let wanted = [(31_415, true), (92_653, false)]
    let request = InteropRequest(responses: wanted.map { .init(size: $0.0, compressed: $0.1) })
    let stream = await client.serverStream(
      Self.path + "StreamingOutputCall", InteropCodec.outputRequest(request))
    for (size, compressed) in wanted {
      let message = try await stream.next()
      try expect("size", message.flatMap { InteropCodec.outputResponse($0.bytes) }, size)
      try expect("compressed", message?.wasCompressed, compressed)
    }
    try expect(try await stream.next() == nil, "a third message")
  }

  private func ping(_ stream: RPCClientStream, _ turn: Int) async throws {
    let request = InteropRequest(
      responses: [.init(size: Self.responseSizes[turn])], payload: Self.requestSizes[turn])
    try await stream.send(InteropCodec.outputRequest(request))
    let size = try await stream.next().flatMap { InteropCodec.outputResponse($0.bytes) }
    try expect("size", size, Self.responseSizes[turn])
  }

  func pingPong() async throws {
    let stream = await client.stream(Self.path + "FullDuplexCall")
    for turn in Self.requestSizes.indices { try await ping(stream, turn) }
    stream.finishSending()
    try expect(try await stream.next() == nil, "a message after the last")
  }

  func emptyStream() async throws {
    let stream = await client.stream(Self.path + "FullDuplexCall")
    stream.finishSending()
    try expect(try await stream.next() == nil, "a message")
  }

  func timeoutOnSleepingServer() async throws {
    let options = RPCCallOptions(timeout: .milliseconds(1))
    let stream = await client.stream(Self.path + "FullDuplexCall", options: options)
    let status = try await failure("timeout") {
      try await stream.send(InteropCodec.outputRequest(InteropRequest(payload: 27_182)))
      _ = try await stream.next()
    }
    try expect("status", status.code, .deadlineExceeded)
  }

  func cancelAfterBegin() async throws {
    let stream = await client.stream(Self.path + "StreamingInputCall")
    stream.cancel()
    try expect("status", try await stream.ending.status.code, .cancelled)
  }

  func cancelAfterFirstResponse() async throws {
    let stream = await client.stream(Self.path + "FullDuplexCall")
    try await ping(stream, 0)
    stream.cancel()
    try expect("status", try await stream.ending.status.code, .cancelled)
  }
}
