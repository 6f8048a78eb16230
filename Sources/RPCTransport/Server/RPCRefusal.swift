/// Why a connection was refused or ended before its peer could make a call.
public enum RPCRefusal: String, Sendable, Hashable, CaseIterable {
  /// `RPCServerConfiguration.Limits.connections`.
  case connections
  case handshakeTimeout = "handshake_timeout"
  case handshakeFailed = "handshake_failed"
  case noALPN = "no_alpn"
  case plaintextOnTLS = "plaintext_on_tls"
  case tlsOnPlaintext = "tls_on_plaintext"
  /// Neither HTTP/2 nor TLS.
  case foreignProtocol = "foreign_protocol"
}
