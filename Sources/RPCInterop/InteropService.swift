internal import NIOCore
package import RPCTransport

/// `grpc.testing.TestService` as gRPC's interoperability tests ask for it. `UnimplementedCall` and
/// `UnimplementedService` are left unimplemented, as they must be.
package struct InteropService {
  private static let path = "/grpc.testing.TestService/"

  /// For `ReflectionService`.
  package static let descriptors = InteropDescriptors.base64

  package init() {}

  package func register(in router: inout RPCRouter) {
    router.unary(Self.path + "EmptyCall") { _, call in
      Self.echoMetadata(call)
      call.respond(ByteBuffer())
    }
    for name in ["UnaryCall", "CacheableUnaryCall"] {
      router.unary(Self.path + name) { message, call in Self.answer(message, call) }
    }
    router.streaming(Self.path + "StreamingInputCall") { call in Self.sum(call) }
    router.streaming(Self.path + "StreamingOutputCall") { InteropResponder($0, .oneRequest).start() }
    router.streaming(Self.path + "FullDuplexCall") { InteropResponder($0, .atOnce).start() }
    router.streaming(Self.path + "HalfDuplexCall") { InteropResponder($0, .afterTheLast).start() }
  }

  static func echoMetadata(_ call: RPCCall) {
    for value in call.metadata.values("x-grpc-test-echo-initial") {
      call.initialMetadata.add("x-grpc-test-echo-initial", value)
    }
    for value in call.metadata.binaryValues("x-grpc-test-echo-trailing-bin") {
      call.trailingMetadata.add("x-grpc-test-echo-trailing-bin", binary: value)
    }
    if call.metadata["x-grpc-test-echo-useragent"] != nil, let agent = call.metadata["user-agent"] {
      call.trailingMetadata.add("x-grpc-test-echo-useragent", agent)
    }
  }

  /// Why the message delivered cannot be served, if so.
  static func refusal(_ request: InteropRequest?, _ call: RPCCall) -> RPCStatus? {
    guard let request else { return RPCStatus(.internal, "undecodable message") }
    if let expected = request.expectCompressed, expected != call.isMessageCompressed {
      return RPCStatus(.invalidArgument, "compressed: expected \(expected), got \(!expected)")
    }
    return request.refusal
  }

  private static func answer(_ message: ByteBuffer, _ call: RPCCall) {
    let request = InteropCodec.simpleRequest(message)
    if let refusal = refusal(request, call) { return call.fail(refusal) }
    echoMetadata(call)
    if let status = request?.status, !status.isOK { return call.fail(status) }
    let response = request?.responses.first
    if response?.compressed != nil { call.responseEncoding = .gzip }
    call.respond(
      InteropCodec.simpleResponse(size: response?.size ?? 0), compressed: response?.compressed ?? false)
  }

  private static func sum(_ call: RPCCall) {
    echoMetadata(call)
    var total = 0
    call.onMessage { message in
      let request = InteropCodec.inputRequest(message)
      if let refusal = refusal(request, call) { return call.fail(refusal) }
      total += request?.payload ?? 0
    }
    call.onHalfClose {
      call.send(InteropCodec.inputResponse(size: total))
      call.finish()
    }
  }
}
