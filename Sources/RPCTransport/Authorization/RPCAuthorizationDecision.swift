/// An authoriser's answer; the text goes to the peer.
public enum RPCAuthorizationDecision: Sendable, Hashable {
  case allow
  /// The peer has not shown who it is. UNAUTHENTICATED, or HTTP 401.
  case unauthenticated(String)
  /// The peer is known and may not. PERMISSION_DENIED, or HTTP 403.
  case permissionDenied(String)
}
