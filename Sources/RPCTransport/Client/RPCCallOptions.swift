/// What a client says with a call.
public struct RPCCallOptions: Sendable {
  public var metadata: RPCMetadata
  /// From the call's begin to its status; nil for no limit. DEADLINE_EXCEEDED.
  public var timeout: Duration?
  /// How the call's messages are sent; the peer fails the call with UNIMPLEMENTED if it cannot read that.
  public var encoding: RPCEncoding

  public init(metadata: RPCMetadata = [:], timeout: Duration? = nil, encoding: RPCEncoding = .identity) {
    self.metadata = metadata
    self.timeout = timeout
    self.encoding = encoding
  }

  public static let defaults = RPCCallOptions()
}
