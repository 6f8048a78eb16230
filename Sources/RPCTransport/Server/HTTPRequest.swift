/// A plain GET or HEAD on the RPC port.
public struct HTTPRequest: Sendable {
  public var method: String
  /// Without the query.
  public var path: String
  /// What follows the question mark, still percent-encoded; empty if there is none.
  public var query: String
  /// The other fields of its head.
  public var metadata: RPCMetadata

  public init(method: String, path: String, query: String, metadata: RPCMetadata = RPCMetadata()) {
    self.method = method
    self.path = path
    self.query = query
    self.metadata = metadata
  }
}
