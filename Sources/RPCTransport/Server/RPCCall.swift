internal import HTTP2
public import NIOCore

/// One call on the server, from its headers to its status. Bound to its event loop: every member is used there.
///
/// A call may be kept and answered later. Once answered, failed or cancelled, further answers are ignored.
public final class RPCCall {
  public let eventLoop: any EventLoop
  /// The request's custom metadata.
  public internal(set) var metadata = RPCMetadata()
  /// When the peer stops waiting; nil if it said nothing.
  public internal(set) var deadline: NIODeadline?
  /// The call ended otherwise than by its handler, as `onCancel` says.
  public internal(set) var isCancelled = false
  /// Sent before the first message.
  public var initialMetadata = RPCMetadata()
  /// Sent with the status.
  public var trailingMetadata = RPCMetadata()
  /// How the request's messages are coded where their flag says so.
  public internal(set) var requestEncoding = RPCEncoding.identity
  /// The message being delivered came compressed; the handler gets it plain.
  public internal(set) var isMessageCompressed = false
  /// How messages are sent, if the peer accepts that; set it before the first one goes out.
  public var responseEncoding = RPCEncoding.identity

  var connection: ServerConnection?
  var state = ServerCallState(.unary)
  var deframer = MessageDeframer(limit: 0)
  var slot: Int32 = 0
  var stream: Int32 = 0
  var method = 0
  /// What the peer reads; nil if it did not say.
  var acceptedEncodings: RPCEncodingSet?
  /// The message of a unary request that has not ended.
  var heldMessage: InboundMessage?
  /// The whole request waits in the connection's `parked`.
  var isParked = false
  /// The message came with the read under way.
  var isHeldInRead = false
  /// Bytes received and not yet given back to the stream's window.
  var unconsumed = 0
  /// Bytes held of an unfinished request, as counted by the connection.
  var countedInbound = 0
  /// When bytes of the request came last, by the loop's coarse clock.
  var lastReceived = NIODeadline.uptimeNanoseconds(0)
  var started = NIODeadline.uptimeNanoseconds(0)
  var cancelHandlers: [() -> Void] = []
  var streaming: StreamHandlers?

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  /// "/package.Service/Method", as registered.
  public var path: String { connection?.loop.methods.name(method) ?? "" }

  public var peerAddress: SocketAddress? { connection?.peerAddress }

  /// Runs `body` on the loop if the call ends otherwise than by its handler: the peer resets it, its deadline passes,
  /// the connection goes, or a limit or a malformed request makes the server fail it. A handler whose answer to a
  /// unary call is refused is not told.
  public func onCancel(_ body: @escaping () -> Void) {
    if isCancelled { body() } else { cancelHandlers.append(body) }
  }

  /// The peer lists the encoding in `grpc-accept-encoding`.
  public func accepts(_ encoding: RPCEncoding) -> Bool {
    encoding == .identity || acceptedEncodings?.contains(encoding) ?? false
  }

  /// Ends a unary call with one message and OK; `compressed` has a meaning with `responseEncoding` only.
  public func respond(_ message: ByteBuffer, compressed: Bool = true) {
    eventLoop.assertInEventLoop()
    connection?.respond(self, message, compressed: compressed)
  }

  /// Ends the call with a status and no further message.
  public func fail(_ status: RPCStatus) {
    eventLoop.assertInEventLoop()
    connection?.finish(self, status)
  }
}
