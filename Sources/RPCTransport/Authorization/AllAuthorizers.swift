/// Allows what every one of several authorisers allows; the first that does not gives the answer.
public struct AllAuthorizers: RPCAuthorizer {
  private let authorizers: [any RPCAuthorizer]

  public init(_ authorizers: [any RPCAuthorizer]) { self.authorizers = authorizers }

  public func decide(_ request: RPCAuthorizationRequest) -> RPCAuthorizationDecision {
    for authorizer in authorizers {
      let decision = authorizer.decide(request)
      guard decision == .allow else { return decision }
    }
    return .allow
  }

  public func reloadIfChanged() throws -> Bool {
    var isNew = false
    for authorizer in authorizers where try authorizer.reloadIfChanged() { isNew = true }
    return isNew
  }
}
