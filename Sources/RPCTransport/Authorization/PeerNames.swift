/// Allows peers whose verified certificate bears one of the given names.
public struct PeerNames: RPCAuthorizer {
  private let names: Set<String>

  /// Compared with `RPCPeerCertificate.names`, byte for byte.
  public init(_ names: Set<String>) { self.names = names }

  public func decide(_ request: RPCAuthorizationRequest) -> RPCAuthorizationDecision {
    guard let certificate = request.peer.security?.certificate else {
      return .unauthenticated("client certificate missing")
    }
    guard certificate.names.contains(where: { names.contains($0) }) else {
      return .permissionDenied("client certificate: name not allowed: \(certificate.subject.prefix(256))")
    }
    return .allow
  }
}
