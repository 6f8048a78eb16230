internal import HTTP2
public import NIOCore

/// The streaming side of a call, by callbacks on the loop. All other kinds of calls are made of these.
extension RPCCall {
  /// Runs for every message, from now on.
  public func onMessage(_ body: @escaping (ByteBuffer) -> Void) { streaming?.onMessage = body }

  /// Runs once the peer has sent its last message.
  public func onHalfClose(_ body: @escaping () -> Void) { streaming?.onHalfClose = body }

  /// Runs whenever `isWritable` has become true again.
  public func onWritable(_ body: @escaping () -> Void) { streaming?.onWritable = body }

  /// False while more than 64 KiB wait for the peer, or more than the connection's limit: a handler that goes on
  /// regardless is ended with RESOURCE_EXHAUSTED.
  public var isWritable: Bool {
    guard let connection, !state.isFinished else { return false }
    return connection.session.pendingBytes(slot: slot) < 64 << 10 && !connection.outboundIsFull
  }

  /// Queues a message of a streaming call.
  public func send(_ message: ByteBuffer) {
    eventLoop.assertInEventLoop()
    connection?.send(self, message)
  }

  /// Ends a streaming call after the messages sent.
  public func finish(_ status: RPCStatus = .ok) {
    eventLoop.assertInEventLoop()
    connection?.finish(self, status)
  }

  /// Stops messages; the peer stops once its window is used up.
  public func pauseReading() { streaming?.isPaused = true }

  /// Lets messages come again, first those that arrived meanwhile.
  public func resumeReading() {
    guard streaming?.isPaused == true else { return }
    streaming?.isPaused = false
    while streaming?.isPaused == false, let message = streaming?.takeWaiting() {
      streaming?.onMessage?(message)
    }
    guard streaming?.isPaused == false else { return }
    connection?.giveBack(self)
    if streaming?.isHalfClosePending == true {
      streaming?.isHalfClosePending = false
      streaming?.onHalfClose?()
    }
  }
}

extension RPCCall {
  func receive(_ message: ByteBuffer) {
    if streaming?.isPaused == true {
      var message = message
      message.compact()
      streaming?.waiting.append(message)
    } else {
      streaming?.onMessage?(message)
    }
  }

  func receiveHalfClose() {
    if streaming?.isPaused == true {
      streaming?.isHalfClosePending = true
    } else {
      streaming?.onHalfClose?()
    }
  }

  /// Bytes went out: tells the handler if it waits for that.
  func outputMoved() {
    guard streaming?.isBlocked == true, isWritable else { return }
    streaming?.isBlocked = false
    streaming?.onWritable?()
  }
}
