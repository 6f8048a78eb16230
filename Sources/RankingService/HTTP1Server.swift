internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import RPCTransport

/// A small HTTP/1.1 server for the admin pages and the HTTP form of the API: GET and HEAD, no bodies.
final class HTTP1Server: Sendable {
  /// Answers a path and query; nil is 404. Called on the connection's loop.
  typealias Handler =
    @Sendable (_ path: String, _ query: String, any EventLoop) -> EventLoopFuture<HTTPResponse>?

  private let channel: any Channel

  /// Binds and serves.
  init(host: String, port: Int, group: MultiThreadedEventLoopGroup, handler: @escaping Handler) async throws {
    channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(HTTP1Handler(handler))
        }
      }
      .bind(host: host, port: port).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }

  func close() async { try? await channel.close().get() }
}

/// One connection: reads request heads, answers them in turn.
private final class HTTP1Handler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let handler: HTTP1Server.Handler
  private var head: HTTPRequestHead?

  init(_ handler: @escaping HTTP1Server.Handler) { self.handler = handler }

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
    guard head.method == .GET || head.method == .HEAD else {
      return write(.text(405, "\(head.method.rawValue) is not allowed here; use GET"), head, context)
    }
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? String(parts[1]) : ""
    guard let answer = handler(String(parts.first ?? ""), query, context.eventLoop) else {
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

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

extension HTTPResponse {
  static func text(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, body: ByteBuffer(string: text + "\n"))
  }
}
