public import NIOCore

/// How a unary call ended, seen by the client.
public struct RPCResponse: Sendable {
  public var status: RPCStatus
  /// Present if the status is OK.
  public var message: ByteBuffer?
  public var initialMetadata: RPCMetadata
  public var trailingMetadata: RPCMetadata
}
