internal import HTTP2
public import NIOCore

/// One call of a client, of any kind, by callbacks. Bound to its connection's event loop: every member is used there.
///
/// Everything but the status comes while the call reads; `onEnd` runs exactly once, after the last message.
public final class RPCClientCall {
  public let eventLoop: any EventLoop
  /// What came before the first message; empty until then.
  public internal(set) var initialMetadata = RPCMetadata()
  /// What came with the status.
  public internal(set) var trailingMetadata = RPCMetadata()
  /// The message being delivered came compressed; the caller gets it plain.
  public internal(set) var isMessageCompressed = false

  var connection: ClientConnection?
  var state: ClientCallState
  var deframer: MessageDeframer
  var handlers = ClientHandlers()
  var slot: Int32 = 0
  var stream: Int32 = 0
  var deadline: NIODeadline?
  /// Bytes received and not yet given back to the stream's window.
  var unconsumed = 0
  let sendEncoding: RPCEncoding
  var receiveEncoding = RPCEncoding.identity
  /// The status, while messages before it wait for their reader.
  var pendingStatus: RPCStatus?

  init(_ kind: ClientCallState.Kind, eventLoop: any EventLoop, encoding: RPCEncoding, messageLimit: Int) {
    self.eventLoop = eventLoop
    state = ClientCallState(kind)
    sendEncoding = encoding
    deframer = MessageDeframer(limit: messageLimit)
  }

  /// Runs when the answer's headers are in; not at all for an answer without any.
  public func onInitialMetadata(_ body: @escaping (RPCMetadata) -> Void) { handlers.onHead = body }

  /// Runs for every message.
  public func onMessage(_ body: @escaping (ByteBuffer) -> Void) { handlers.onMessage = body }

  /// Runs once, when the call is over.
  public func onEnd(_ body: @escaping (RPCStatus) -> Void) { handlers.onEnd = body }

  /// Runs whenever `isWritable` has become true again, and when the peer has ended the call before its reader knows.
  public func onWritable(_ body: @escaping () -> Void) { handlers.onWritable = body }

  /// False while more than 64 KiB wait for the peer: a caller that goes on regardless fills memory.
  public var isWritable: Bool {
    guard let connection, state.canSend else { return false }
    return connection.session.pendingBytes(slot: slot) < 64 << 10
  }

  /// The call is over, whether or not its reader has seen the status.
  public var isFinished: Bool { state.isFinished }

  /// Queues a message; `compressed` has a meaning with `RPCCallOptions.encoding` only.
  public func send(_ message: ByteBuffer, compressed: Bool = true) {
    eventLoop.assertInEventLoop()
    connection?.send(self, message, compressed: compressed)
  }

  /// Says that no message follows.
  public func halfClose() {
    eventLoop.assertInEventLoop()
    connection?.halfClose(self)
  }

  /// Ends the call with CANCELLED here and a reset at the peer.
  public func cancel() {
    eventLoop.assertInEventLoop()
    connection?.cancel(self)
  }

  /// Stops messages; bytes that arrive are no longer given back to the stream's window, so the peer stops too.
  public func pauseReading() { handlers.queue.pause() }

  /// Lets messages come again, first those that arrived meanwhile.
  public func resumeReading() {
    guard handlers.queue.resume() else { return }
    while true {
      switch handlers.queue.next() {
      case .message(let message): deliver(message)
      case .end: tellEnd()
      case .paused: return
      case .drained:
        connection?.giveBack(self)
        return
      }
    }
  }
}
