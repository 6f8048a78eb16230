internal import HTTP2
internal import Logging
internal import NIOCore

extension ServerConnection {
  /// Bytes of output made for one write.
  private static let outputLimit = 256 << 10

  /// Flushes at the end of the read, or soon if there is none.
  func flushLater() {
    guard !isReading, !isFlushing, !isFlushScheduled else { return }
    isFlushScheduled = true
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    loop.eventLoop.execute {
      bound.value.isFlushScheduled = false
      bound.value.flush()
    }
  }

  /// Writes what may be sent while the socket takes it.
  func flush() {
    guard !isFlushing, let context, context.channel.isActive, !life.isClosing else { return }
    isFlushing = true
    defer { isFlushing = false }
    do {
      try writeFrames(context)
    } catch {
      return close()
    }
    guard !isClosed else { return }
    let waiting = session.bufferedBytes
    if waiting > 0 { session.compactBodies() }
    loop.bufferedOutboundBytes += waiting - countedOutbound
    countedOutbound = waiting
    if session.isFinished { finishConnection(context) }
  }

  private func writeFrames(_ context: ChannelHandlerContext) throws(HTTP2Error) {
    var isBusy = true
    while isBusy, !isClosed, context.channel.isWritable {
      let output = try session.nextOutput(limit: Self.outputLimit)
      isBusy = output != nil || !session.events.isEmpty
      drainEvents()
      if let output {
        life.outputMoved = true
        context.writeAndFlush(wrapOutboundOut(output), promise: nil)
      }
      if !parked.isEmpty, dispatchParked() { isBusy = true }
      for case let call? in calls where call.streaming != nil { call.outputMoved() }
    }
  }

  /// The session is over: what was written goes out, then the socket closes.
  private func finishConnection(_ context: ChannelHandlerContext) {
    guard life.beginClosing(now: now) else { return }
    let bound = NIOLoopBound(context, eventLoop: loop.eventLoop)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }

  /// The peer asked for more than it may: GOAWAY with ENHANCE_YOUR_CALM.
  func calmDown(_ what: String, reason: String? = nil) {
    guard !life.isTerminated else { return }
    life.isTerminated = true
    loop.logger.warning("connection closed: too many \(what)", metadata: ["peer": "\(peerText)"])
    session.terminate(.enhanceYourCalm, reason ?? "too many \(what)")
  }

  /// nghttp2 cannot go on with this connection.
  func sessionFailed(_ error: HTTP2Error) {
    switch error.code {
    case .badPreface: foreignProtocol()
    case .flooded: loop.observer?.http2Error(code: HTTP2ErrorCode.enhanceYourCalm.rawValue)
    case .outOfMemory, .other: loop.observer?.http2Error(code: HTTP2ErrorCode.protocolError.rawValue)
    }
    loop.logger.debug("connection closed: \(error)", metadata: ["peer": "\(peerText)"])
    if error.code != .badPreface { flush() }
    if let context { finishConnection(context) }
  }

  /// Someone speaks TLS or HTTP/1.1 here: say so in words the peer or its operator understands.
  private func foreignProtocol() {
    guard let context, let found = ForeignProtocol(input) else { return }
    let port = security == nil ? "plaintext port" : "TLS port"
    loop.refused(
      found == .tls ? .tlsOnPlaintext : .foreignProtocol, "\(found.name) on the \(port)", peer: peerAddress)
    if found == .http1 || found == .http2 {
      let answer = ForeignProtocol.response(
        "505 HTTP Version Not Supported", "This port speaks HTTP/2 with prior knowledge.\n")
      context.write(wrapOutboundOut(answer), promise: nil)
    }
  }

  var peerText: String { peerAddress.map { "\($0)" } ?? "unknown" }
}
