internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Stands in for the connection until TLS is agreed, with `h2`, in time.
final class ServerHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let loop: ServerLoop
  private let tls: NIOSSLServerHandler
  private var timer: Scheduled<Void>?
  private var isOver = false

  init(loop: ServerLoop, tls: NIOSSLServerHandler) {
    self.loop = loop
    self.tls = tls
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let limit = loop.configuration.timeouts.handshake
    let bound = NIOLoopBound((self, context), eventLoop: loop.eventLoop)
    timer = loop.eventLoop.scheduleTask(in: TimeAmount(limit)) {
      let (handshake, context) = bound.value
      handshake.refuse(context, .handshakeTimeout, "TLS handshake: max \(limit.text), got more")
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .handshakeCompleted(let agreed)? = event as? TLSUserEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    guard agreed == "h2" else {
      return refuse(context, .noALPN, "TLS without ALPN h2: agreed \(agreed ?? "no protocol")")
    }
    guard !isOver else { return }
    end()
    do {
      let certificate = tls.peerCertificate.map { RPCPeerCertificate($0) }
      let connection = try ServerConnection(
        loop: loop, now: loop.eventLoop.now, security: RPCPeer.Security(certificate: certificate))
      let pipeline = context.pipeline.syncOperations
      try pipeline.addHandler(connection, position: .after(self))
      pipeline.removeHandler(context: context, promise: nil)
    } catch {
      context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    refuse(context, .handshakeFailed, "TLS handshake failed: \(error)")
  }

  private func refuse(_ context: ChannelHandlerContext, _ reason: RPCRefusal, _ text: String) {
    guard !isOver else { return }
    end()
    loop.refused(reason, text, peer: context.remoteAddress)
    context.close(promise: nil)
  }

  private func end() {
    isOver = true
    timer?.cancel()
    timer = nil
  }
}
