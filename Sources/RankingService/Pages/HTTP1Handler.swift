internal import NIOCore
internal import NIOHTTP1
internal import RPCTransport

/// One connection: reads request heads, answers them in turn.
final class HTTP1Handler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let handler: HTTP1Server.Handler
  private var head: HTTPRequestHead?

  private let writable: Set<String>

  init(_ handler: @escaping HTTP1Server.Handler, writable: Set<String>) {
    self.handler = handler
    self.writable = writable
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? String(parts[1]) : ""
    let path = String(parts.first ?? "")
    let isPut = head.method == .PUT && writable.contains(path)
    guard isPut || head.method == .GET || head.method == .HEAD else {
      return write(.text(405, "\(head.method.rawValue) is not allowed here; use GET"), head, context)
    }
    var request = HTTP1Request(method: isPut ? .put : .get, path: path, query: query)
    for field in head.headers { request.metadata.add(field.name, field.value) }
    guard let answer = handler(request, context.eventLoop) else {
      return write(.text(404, "nothing here"), head, context)
    }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    answer.hop(to: context.eventLoop).whenComplete { result in
      let (handler, context) = bound.value
      handler.write((try? result.get()) ?? .text(500, "failed"), head, context)
    }
  }

  private func write(_ response: HTTPResponse, _ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    var headers = HTTPHeaders([("content-type", response.contentType)])
    headers.add(name: "content-length", value: "\(response.body.readableBytes)")
    if !request.isKeepAlive { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: request.version, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if request.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
    }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      if !request.isKeepAlive { bound.value.close(promise: nil) }
    }
  }

  /// A minute without a byte ends the connection.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
