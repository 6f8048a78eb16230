internal import HTTP2
internal import Logging
internal import NIOCore

extension ServerConnection {
  /// Called a few times a second.
  func tick(_ now: NIODeadline) {
    life.watchOutput(
      waiting: session.bufferedBytes, sent: session.sentBytes,
      isSocketFull: context?.channel.isWritable == false, now: now)
    life.watchHeaders(isOpen: session.isInHeaders, now: now)
    if openCalls > 0 { endStalled(now: now) }
    if !refused.isEmpty { endRefused(now: now) }
    switch life.check(openCalls: openCalls, now: now) {
    case .none: break
    case .close(let reason): close(reason)
    case .ping:
      session.ping()
      flush()
    case .drain(let reason): drain(reason)
    case .shutdown: secondStep()
    }
  }

  /// Graceful end, in two steps: no stream that was on its way is refused.
  func drain(_ reason: String = "") {
    guard life.beginDrain(now: now) else { return }
    if !reason.isEmpty {
      loop.logger.debug("connection drains: \(reason)", metadata: ["peer": "\(peerText)"])
      drainReason = reason
    }
    session.announceShutdown()
    session.ping()
    flush()
  }

  func pingAcknowledged() {
    if life.pingAcknowledged() { secondStep() }
  }

  private func secondStep() {
    guard life.finishDrain() else { return }
    session.shutdown(drainReason)
    flushLater()
  }

  /// Ends the connection at once; a peer that has spoken HTTP/2 is told why.
  private func close(_ reason: String) {
    loop.logger.debug("connection closed: \(reason)", metadata: ["peer": "\(peerText)"])
    if hasSpoken {
      session.terminate(.noError, reason)
      flush()
    }
    close()
  }

  /// The peer's PING: answered by the session, unless there are too many (grpc/proposal A8).
  func ping() {
    let now = self.now
    if !life.takePing(sent: session.sentFrames, now: now) {
      calmDown("PING", reason: "too_many_pings")
    } else if !life.takeControl(now: now) {
      calmDown("control frames")
    }
  }

  func streamRefused() {
    loop.observer?.streamRefused()
    guard !isStreamRefusalTold else { return }
    isStreamRefusalTold = true
    let limit = loop.configuration.limits.concurrentStreams
    loop.logger.info(
      "stream refused: concurrent streams: max \(limit), got \(limit + 1)", metadata: ["peer": "\(peerText)"])
  }

  /// The session tells the peer that it broke the protocol.
  func violated(_ code: UInt32) {
    guard !isViolationTold else { return }
    isViolationTold = true
    loop.observer?.http2Error(code: code)
    let limit = loop.configuration.limits.concurrentStreams
    if code == HTTP2ErrorCode.protocolError.rawValue, openCalls >= limit { streamRefused() }
  }
}
