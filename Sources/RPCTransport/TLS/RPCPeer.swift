public import NIOCore

/// Who is at the other end of a connection.
public struct RPCPeer: Sendable, Hashable {
  public var address: SocketAddress?
  /// Nil on a plaintext connection.
  public var security: Security?

  public init(address: SocketAddress?, security: Security? = nil) {
    self.address = address
    self.security = security
  }

  /// What TLS says of a peer.
  public struct Security: Sendable, Hashable {
    /// Verified; nil where the server asks for none.
    public var certificate: RPCPeerCertificate?

    public init(certificate: RPCPeerCertificate?) { self.certificate = certificate }
  }
}
