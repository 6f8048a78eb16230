internal import RPCTransport

extension ServingConfiguration {
  var address: RPCAddress { listen ?? .tcp(host: host, port: port) }

  /// For the log.
  var tlsText: String {
    switch transport.tls {
    case nil: "off"
    case let tls?: tls.clientAuthorities == nil ? "on" : "mutual"
    }
  }

  func validateTransport() throws(Invalid) {
    let limits = transport.limits
    try check("max-request-bytes", limits.receivedMessageBytes, 1...(1 << 30))
    try check("max-response-bytes", limits.sentMessageBytes, 1...(1 << 30))
    try check("max-header-bytes", limits.headerListBytes, 1_024...(1 << 20))
    try check("max-streams", limits.concurrentStreams, 1...100_000)
    try check("max-connections", limits.connections, 1...1_000_000)
    try validateTimes()
    try validateSecurity()
  }

  private func validateTimes() throws(Invalid) {
    let times = transport.timeouts
    let keys: [(String, Duration?)] = [
      ("connection-age", times.connectionAge), ("connection-age-grace", times.connectionAgeGrace),
      ("idle-timeout", times.idle), ("keepalive-interval", times.keepaliveInterval),
      ("keepalive-timeout", times.keepaliveTimeout),
      ("min-ping-interval", transport.flood.minimumPingInterval), ("handshake-timeout", times.handshake),
      ("first-request-timeout", times.firstRequest), ("request-stall", times.requestStall),
      ("outbound-stall", times.outboundStall),
    ]
    for case (let key, let time?) in keys where time < .milliseconds(1) || time > .seconds(31_622_400) {
      throw Invalid(description: "\(key) is \(time), must be from 1ms to 8784h")
    }
  }

  private func validateSecurity() throws(Invalid) {
    if !clientNames.isEmpty, transport.tls?.clientAuthorities == nil {
      throw Invalid(description: "client-names needs tls-client-ca")
    }
    guard httpPort == nil || (transport.tls == nil && tokens == nil) else {
      throw Invalid(
        description: "http-port is plaintext and asks nobody: not beside tls-certificate or tokens")
    }
  }

  /// Who decides about calls; nil: all may be made.
  func authorizer() throws(RPCFileError) -> (any RPCAuthorizer)? {
    var all: [any RPCAuthorizer] = []
    if !clientNames.isEmpty { all.append(PeerNames(clientNames)) }
    if let tokens { all.append(try BearerTokens(file: tokens)) }
    return all.isEmpty ? nil : AllAuthorizers(all)
  }
}
