internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Why a request does not become a call.
  enum Refusal {
    case grpc(RPCStatus, tellsEncodings: Bool = false)
    case http(HTTPResponse, field: (String, String)?)
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

  /// Answers a stream that never becomes a call.
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
      respond(call, response, field, isHead: head.method.equals("HEAD"))
    }
    if !end { refused[call.slot] = RefusedStream(stream: call.stream, since: loop.coarseNow) }
  }

  private func respond(
    _ call: RPCCall, _ response: HTTPResponse, _ field: (String, String)?, isHead: Bool
  ) {
    var fields = [
      GRPCHeaderBlocks.field(":status", String(response.status)),
      GRPCHeaderBlocks.field("content-type", response.contentType),
      GRPCHeaderBlocks.field("content-length", String(response.body.readableBytes)),
    ]
    if let field { fields.append(GRPCHeaderBlocks.field(field.0, field.1)) }
    let block = HTTP2HeaderBlock(fields)
    guard !isHead, response.body.readableBytes > 0 else {
      return session.respond(slot: call.slot, stream: call.stream, headersOnly: block, thenReset: false)
    }
    session.respond(
      slot: call.slot, stream: call.stream, headers: block,
      chunk: HTTP2Chunk(lead: 0, leadCount: 0, bytes: response.body), trailers: nil, thenReset: false)
  }

  /// A request that is not gRPC: a registered page, or the reason why there is none.
  private func page(_ head: RequestHead, _ call: RPCCall) -> Refusal {
    func text(_ status: Int, _ text: String, allow: String? = nil) -> Refusal {
      .http(
        HTTPResponse(status: status, body: ByteBuffer(string: text + "\n")),
        field: allow.map { ("allow", $0) })
    }
    let isGet = head.method.equals("GET") || head.method.equals("HEAD")
    let target = String(decoding: head.path, as: UTF8.self)
    let path = target.prefix { $0 != "?" }
    if let page = loop.router.pages.first(where: { $0.path == path }) {
      guard isGet else { return text(405, "method not allowed: use GET", allow: "GET, HEAD") }
      if let refusal = authorize(page: String(path), call) { return refusal }
      let request = HTTPRequest(
        method: String(decoding: head.method, as: UTF8.self), path: String(path),
        query: String(target.dropFirst(path.count + 1)), metadata: call.metadata)
      return .http(page.handler(request), field: nil)
    }
    if head.method.equals("POST") {
      return text(415, "unsupported media type: use content-type application/grpc")
    }
    if !isGet || loop.router.pages.isEmpty || loop.methods.find(head.path) > 0 {
      return text(405, "method not allowed: gRPC uses POST", allow: "POST")
    }
    return text(404, "not found")
  }
}
