public import NIOCore

/// How a unary call ended, seen by the client.
public struct RPCResponse: Sendable {
  public var status: RPCStatus
  /// Present if the status is OK.
  public var message: ByteBuffer?
  /// The message came compressed; here it is plain.
  public var wasCompressed = false
  public var initialMetadata: RPCMetadata
  public var trailingMetadata: RPCMetadata
}
