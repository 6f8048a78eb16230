/// TLS of a server: 1.2 or later, ALPN `h2` required. The files are PEM and are read again when they change.
public struct RPCServerTLS: Sendable, Hashable {
  /// Certificate chain, the server's own first.
  public var certificate: String
  /// Private key of the first certificate, not encrypted.
  public var privateKey: String
  /// Certificates that client certificates must lead to; nil: clients show none.
  public var clientAuthorities: String?

  public init(certificate: String, privateKey: String, clientAuthorities: String? = nil) {
    self.certificate = certificate
    self.privateKey = privateKey
    self.clientAuthorities = clientAuthorities
  }
}
