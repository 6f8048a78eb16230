/// What an authoriser may look at.
public struct RPCAuthorizationRequest: Sendable {
  public var peer: RPCPeer
  /// "/package.Service/Method" as registered, or the path of a plain HTTP page.
  public var path: String
  public var metadata: RPCMetadata

  public init(peer: RPCPeer, path: String, metadata: RPCMetadata) {
    self.peer = peer
    self.path = path
    self.metadata = metadata
  }
}
