internal import HTTP2
internal import NIOCore

/// One connection of a client, on its event loop.
final class ClientConnection: ChannelInboundHandler, DeadlineOwner {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let eventLoop: any EventLoop
  let configuration: RPCClientConfiguration
  let session: HTTP2Session
  let codec = MessageCodec()
  var requests: RequestBlocks
  var calls: [RPCClientCall?] = []
  var openCalls = 0
  var context: ChannelHandlerContext?
  var deadlines = DeadlineTimer()
  /// Nil unless the configuration asks for it.
  var keepalive: ClientKeepalive?
  var keepaliveTask: RepeatedTask?
  var input = ByteBuffer()
  var consumed = 0
  var isReading = false
  var isFlushing = false
  var isFlushScheduled = false
  /// Why no more calls are taken: GOAWAY or the end of the connection.
  var refusal: RPCStatus?

  init(eventLoop: any EventLoop, configuration: RPCClientConfiguration, authority: String) throws {
    self.eventLoop = eventLoop
    self.configuration = configuration
    requests = RequestBlocks(
      authority: configuration.authority ?? authority, scheme: configuration.tls == nil ? "http" : "https",
      bearerToken: configuration.bearerToken)
    var settings = HTTP2Configuration()
    settings.maxHeaderListSize = configuration.headerListBytes
    session = try HTTP2Session(.client, configuration: settings)
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func channelActive(context: ChannelHandlerContext) {
    startKeepalive()
    flush()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    isReading = true
    keepalive?.heard(now: eventLoop.now)
    input = unwrapInboundIn(data)
    do {
      try session.receive(input)
      drainEvents()
    } catch {
      drainEvents()
      closed(RPCStatus(.unavailable, error.message))
      context.close(promise: nil)
    }
    input = ByteBuffer()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    if consumed > 0 {
      session.consumeConnection(consumed)
      consumed = 0
    }
    flush()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { flush() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    closed(RPCStatus(.unavailable, "connection closed"))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    closed(RPCStatus(.unavailable, "connection closed"))
    self.context = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    closed(RPCStatus(.unavailable, "connection failed: \(error)"))
    context.close(promise: nil)
  }
}
