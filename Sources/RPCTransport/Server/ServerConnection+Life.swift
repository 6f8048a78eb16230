internal import HTTP2
internal import Logging
internal import NIOCore

extension ServerConnection {
  /// Called a few times a second.
  func tick(_ now: NIODeadline) {
    life.watchOutput(isWaiting: session.bufferedBytes > 0 || context?.channel.isWritable == false, now: now)
    life.watchHeaders(isOpen: session.isInHeaders, now: now)
    if openCalls > 0 { endStalled(now: now) }
    if !refused.isEmpty { endRefused(now: now) }
    switch life.check(openCalls: openCalls, now: now) {
    case .none: break
    case .close(let reason):
      loop.logger.debug(
        "connection closed: \(reason)", metadata: ["peer": "\(peerAddress.map { "\($0)" } ?? "")"])
      close()
    case .ping:
      session.ping()
      flush()
    case .drain: drain()
    case .shutdown: secondStep()
    }
  }

  /// Graceful end, in two steps: no stream that was on its way is refused.
  func drain() {
    guard life.beginDrain(now: .now()) else { return }
    session.announceShutdown()
    session.ping()
    flush()
  }

  func pingAcknowledged() {
    if life.pingAcknowledged() { secondStep() }
  }

  private func secondStep() {
    guard life.finishDrain() else { return }
    session.shutdown()
    flushLater()
  }
}
