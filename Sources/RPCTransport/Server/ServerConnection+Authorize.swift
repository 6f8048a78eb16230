internal import HTTP2
internal import NIOCore

extension ServerConnection {
  var peer: RPCPeer { RPCPeer(address: peerAddress, security: security) }

  /// Why the call may not be made, or nil.
  func authorize(_ call: RPCCall) -> Refusal? {
    guard let authorizer = loop.authorizer, !loop.isExempt(call.method) else { return nil }
    let request = RPCAuthorizationRequest(
      peer: peer, path: loop.methods.name(call.method), metadata: call.metadata)
    switch authorizer.decide(request) {
    case .allow: return nil
    case .unauthenticated(let text): return .grpc(RPCStatus(.unauthenticated, text))
    case .permissionDenied(let text): return .grpc(RPCStatus(.permissionDenied, text))
    }
  }

  /// The same for a plain HTTP page.
  func authorize(page path: String, _ call: RPCCall) -> Refusal? {
    guard let authorizer = loop.authorizer else { return nil }
    let request = RPCAuthorizationRequest(peer: peer, path: path, metadata: call.metadata)
    func refusal(_ status: Int, _ text: String, _ field: (String, String)?) -> Refusal {
      .http(HTTPResponse(status: status, body: ByteBuffer(string: text + "\n")), field: field)
    }
    switch authorizer.decide(request) {
    case .allow: return nil
    case .unauthenticated(let text): return refusal(401, text, ("www-authenticate", "Bearer"))
    case .permissionDenied(let text): return refusal(403, text, nil)
    }
  }
}
