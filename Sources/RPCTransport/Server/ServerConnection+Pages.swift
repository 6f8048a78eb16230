internal import HTTP2
internal import NIOCore

/// Plain HTTP on the RPC port.
extension ServerConnection {
  /// A request that is not gRPC: a registered page, or the reason why there is none.
  func page(_ head: RequestHead, _ call: RPCCall) -> Refusal {
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
      return .page(request, page.handler)
    }
    if head.method.equals("POST") {
      return text(415, "unsupported media type: use content-type application/grpc")
    }
    if !isGet || loop.router.pages.isEmpty || loop.methods.find(head.path) > 0 {
      return text(405, "method not allowed: gRPC uses POST", allow: "POST")
    }
    return text(404, "not found")
  }

  /// Lets `handler` answer, now or later; a stream that is gone by then gets nothing.
  func show(_ request: HTTPRequest, _ handler: RPCRouter.HTTPHandler, _ slot: Int32, _ stream: Int32) {
    pages[slot] = stream
    handler(request) { [self] response in
      eventLoop.assertInEventLoop()
      guard !isClosed, pages[slot] == stream else { return }
      pages[slot] = nil
      respond(slot, stream, response, nil, isHead: request.method == "HEAD")
      flushLater()
    }
  }

  func respond(
    _ slot: Int32, _ stream: Int32, _ response: HTTPResponse, _ field: (String, String)?, isHead: Bool
  ) {
    var fields = [
      GRPCHeaderBlocks.field(":status", String(response.status)),
      GRPCHeaderBlocks.field("content-type", response.contentType),
      GRPCHeaderBlocks.field("content-length", String(response.body.readableBytes)),
    ]
    if let field { fields.append(GRPCHeaderBlocks.field(field.0, field.1)) }
    let block = HTTP2HeaderBlock(fields)
    guard !isHead, response.body.readableBytes > 0 else {
      return session.respond(slot: slot, stream: stream, headersOnly: block, thenReset: false)
    }
    session.respond(
      slot: slot, stream: stream, headers: block,
      chunk: HTTP2Chunk(lead: 0, leadCount: 0, bytes: response.body), trailers: nil, thenReset: false)
  }
}
