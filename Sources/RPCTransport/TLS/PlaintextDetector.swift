internal import NIOCore

/// First on the TLS port: a peer that does not speak TLS is named and refused.
final class PlaintextDetector: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let loop: ServerLoop
  private var isRefused = false

  init(loop: ServerLoop) { self.loop = loop }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused, let found = ForeignProtocol(unwrapInboundIn(data)) else { return }
    guard found != .tls else {
      context.fireChannelRead(data)
      return context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }
    isRefused = true
    loop.refused(.plaintextOnTLS, "\(found.name) on the TLS port", peer: context.remoteAddress)
    if found == .http1 {
      let answer = ForeignProtocol.response("400 Bad Request", "This port speaks TLS with ALPN h2.\n")
      context.writeAndFlush(wrapOutboundOut(answer), promise: nil)
    }
    context.close(promise: nil)
  }
}
