public import NIOCore

/// One call on the server, from its headers to its status. Bound to its event loop: every member is used there.
///
/// A call may be kept and answered later. Once answered, failed or cancelled, further answers are ignored.
public final class RPCCall {
  public let eventLoop: any EventLoop
  public internal(set) var metadata = RPCMetadata()
  public internal(set) var deadline: NIODeadline?
  public internal(set) var isCancelled = false
  public internal(set) var peerAddress: SocketAddress?
  /// Sent before the first message.
  public var initialMetadata = RPCMetadata()
  /// Sent with the status.
  public var trailingMetadata = RPCMetadata()

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  /// "/package.Service/Method".
  public var path: String { "" }

  /// Runs `body` on the loop if the peer resets the call, the deadline passes or the connection goes.
  public func onCancel(_ body: @escaping () -> Void) {}

  /// Ends a unary call with one message and OK.
  public func respond(_ message: ByteBuffer) {}

  /// Ends the call with a status and no message.
  public func fail(_ status: RPCStatus) {}
}
