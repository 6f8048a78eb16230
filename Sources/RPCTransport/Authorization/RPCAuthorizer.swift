/// Decides whether a call may be made, before its handler or any byte of its message.
public protocol RPCAuthorizer: Sendable {
  /// Called on the call's event loop: must not block.
  func decide(_ request: RPCAuthorizationRequest) -> RPCAuthorizationDecision

  /// Reads changed files again; returns whether anything is new. Called off the event loops about once a second.
  /// - Throws: `RPCFileError`; what was read before stays in force.
  func reloadIfChanged() throws -> Bool
}

extension RPCAuthorizer {
  public func reloadIfChanged() throws -> Bool { false }
}
