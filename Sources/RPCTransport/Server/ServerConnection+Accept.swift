internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Why a request does not become a call.
  enum Refusal {
    case grpc(RPCStatus, tellsEncodings: Bool = false)
    case http(HTTPResponse, field: (String, String)?)
    /// It is a page's.
    case page(HTTPRequest, RPCRouter.HTTPHandler)
  }

  /// Fills the call from its headers, or says why not.
  func accept(_ call: RPCCall, _ head: RequestHead, isValid: Bool, listSize: Int) -> Refusal? {
    let limits = loop.configuration.limits
    guard head.isGRPC || listSize > limits.headerListBytes else { return page(head, call) }
    call.method = loop.methods.find(head.path)
    if listSize > limits.headerListBytes { return tooLarge(head, listSize) }
    guard call.method > 0 else { return .grpc(unimplemented(head)) }
    if let refusal = authorize(call) { return refusal }
    guard isValid else { return .grpc(RPCStatus(.internal, "metadata: a -bin value is not base64")) }
    if let timeout = head.timeout {
      guard let amount = GRPCTimeout.parse(timeout) else {
        return .grpc(RPCStatus(.internal, "grpc-timeout: malformed value"))
      }
      call.deadline = now + amount
    }
    if let encoding = head.encoding {
      guard let known = RPCEncoding(encoding) else { return unknownEncoding(encoding) }
      call.requestEncoding = known
    }
    if let accepted = head.acceptEncoding { call.acceptedEncodings = RPCEncodingSet(accepted) }
    switch loop.methods.handler(call.method) {
    case .unary: call.state = ServerCallState(.unary)
    case .streaming: call.state = ServerCallState(.streaming)
    }
    call.deframer = MessageDeframer(
      limit: limits.receivedMessageBytes, compression: call.requestEncoding != .identity)
    return nil
  }

  private func unknownEncoding(_ name: RequestHead.Bytes) -> Refusal {
    let text = String(decoding: name.prefix(64), as: UTF8.self)
    return .grpc(
      RPCStatus(.unimplemented, "grpc-encoding: one of \(RPCEncoding.accepted), got \(text)"),
      tellsEncodings: true)
  }

  private func tooLarge(_ head: RequestHead, _ listSize: Int) -> Refusal {
    let text = "header list bytes: max \(loop.configuration.limits.headerListBytes), got \(listSize)"
    if head.isGRPC { return .grpc(RPCStatus(.resourceExhausted, text)) }
    return .http(HTTPResponse(status: 431, body: ByteBuffer(string: text + "\n")), field: nil)
  }

  private func unimplemented(_ head: RequestHead) -> RPCStatus {
    let path = String(decoding: head.path.prefix(256), as: UTF8.self)
    let what = loop.methods.hasService(of: head.path) ? "method" : "service"
    return RPCStatus(.unimplemented, "unknown \(what): \(path)")
  }

  /// Answers a stream that never becomes a call, or lets its page do that.
  func refuse(_ call: RPCCall, _ head: RequestHead, _ refusal: Refusal, end: Bool) {
    switch refusal {
    case .grpc(let status, let tellsEncodings):
      loop.observer?.callStarted(method: call.method)
      loop.observer?.callFinished(method: call.method, code: status.code, nanoseconds: 0)
      session.respond(
        slot: call.slot, stream: call.stream,
        headersOnly: GRPCHeaderBlocks.trailersOnly(status, tellsEncodings: tellsEncodings),
        thenReset: false)
    case .http(let response, let field):
      respond(call.slot, call.stream, response, field, isHead: head.method.equals("HEAD"))
    case .page(let request, let handler): show(request, handler, call.slot, call.stream)
    }
    if !end { refused[call.slot] = RefusedStream(stream: call.stream, since: loop.coarseNow) }
  }
}
