internal import Logging
internal import NIOCore

extension ServerLoop {
  /// A connection is refused: counted, and named in the log.
  func refused(_ reason: RPCRefusal, _ text: String, peer: SocketAddress?) {
    observer?.connectionRefused(reason)
    guard let suppressed = throttle.permits(reason, now: eventLoop.now) else { return }
    var metadata: Logger.Metadata = ["peer": "\(peer.map { "\($0)" } ?? "unknown")"]
    if suppressed > 0 { metadata["more_like_this"] = "\(suppressed)" }
    logger.warning("connection refused: \(text)", metadata: metadata)
  }
}
