/// TLS of a client: 1.2 or later, ALPN `h2` required, the server's certificate and name verified. Files are PEM.
public struct RPCClientTLS: Sendable, Hashable {
  /// Certificates that the server's must lead to; nil: those the system trusts.
  public var authorities: String?
  /// Certificate chain and key to show; both or neither.
  public var certificate: String?
  public var privateKey: String?
  /// The name the server's certificate must bear; nil: the host connected to.
  public var serverName: String?

  public init(
    authorities: String? = nil, certificate: String? = nil, privateKey: String? = nil,
    serverName: String? = nil
  ) {
    self.authorities = authorities
    self.certificate = certificate
    self.privateKey = privateKey
    self.serverName = serverName
  }
}
