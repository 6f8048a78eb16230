internal import NIOCore
internal import NIOTLS

/// Tells a connecting client whether TLS was agreed, with `h2`, in time.
final class ClientHandshake: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let outcome: EventLoopPromise<Void>
  private let limit: Duration
  private var timer: Scheduled<Void>?

  /// `outcome` may be fulfilled by others as well; only the first counts.
  init(outcome: EventLoopPromise<Void>, limit: Duration) {
    self.outcome = outcome
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: TimeAmount(limit)) { [outcome, limit] in
      outcome.fail(RPCStatus(.unavailable, "TLS handshake: max \(limit.text), got more"))
      bound.value.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    outcome.fail(RPCStatus(.unavailable, "TLS handshake: the connection closed"))
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .handshakeCompleted(let agreed)? = event as? TLSUserEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    if agreed == "h2" {
      outcome.succeed()
      context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    } else {
      outcome.fail(RPCStatus(.unavailable, "TLS without ALPN h2: agreed \(agreed ?? "no protocol")"))
      context.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    outcome.fail(RPCStatus(.unavailable, "TLS handshake failed: \(error)"))
    context.fireErrorCaught(error)
  }
}
