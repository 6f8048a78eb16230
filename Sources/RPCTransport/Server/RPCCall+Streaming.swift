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

  /// Sends the initial metadata now instead of with the first message.
  public func sendInitialMetadata() {
    eventLoop.assertInEventLoop()
    connection?.sendHead(self)
  }

  /// Queues a message of a streaming call; `compressed` has a meaning with `responseEncoding` only.
  public func send(_ message: ByteBuffer, compressed: Bool = true) {
    eventLoop.assertInEventLoop()
    connection?.send(self, message, compressed: compressed)
  }

  /// Ends a streaming call after the messages sent.
  public func finish(_ status: RPCStatus = .ok) {
    eventLoop.assertInEventLoop()
    connection?.finish(self, status)
  }

  /// Stops messages; bytes that arrive are no longer given back to the stream's window, so the peer stops too.
  public func pauseReading() { streaming?.queue.pause() }

  /// Lets messages come again, first those that arrived meanwhile.
  public func resumeReading() {
    guard streaming?.queue.resume() == true else { return }
    while let delivery = streaming?.queue.next() {
      switch delivery {
      case .message(let message): connection?.deliver(message, to: self)
      case .end: streaming?.onHalfClose?()
      case .paused: return
      case .drained:
        connection?.giveBack(self)
        return
      }
    }
  }
}

extension RPCCall {
  func receive(_ message: InboundMessage) {
    if streaming?.queue.arrives(message) == true { connection?.deliver(message, to: self) }
  }

  func receiveHalfClose() {
    if streaming?.queue.ends() == true { streaming?.onHalfClose?() }
  }

  /// Bytes went out: tells the handler if it waits for that.
  func outputMoved() {
    guard streaming?.isBlocked == true, isWritable else { return }
    streaming?.isBlocked = false
    streaming?.onWritable?()
  }
}
