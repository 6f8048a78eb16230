import ArgumentParser
import RPCTransport
import RankingService

/// What the RPC port puts up with.
struct LimitOptions: ParsableArguments {
  @Option(help: "Bytes of a request message [RANKD_MAX_REQUEST_BYTES; 4194304].")
  var maxRequestBytes: Int?
  @Option(help: "Bytes of an answer's message [RANKD_MAX_RESPONSE_BYTES; 67108864].")
  var maxResponseBytes: Int?
  @Option(help: "Header list size: names, values and 32 a field [RANKD_MAX_HEADER_BYTES; 16384].")
  var maxHeaderBytes: Int?
  @Option(help: "Open calls on one connection [RANKD_MAX_STREAMS; 128].")
  var maxStreams: Int?
  @Option(help: "Open connections [RANKD_MAX_CONNECTIONS; 10000].")
  var maxConnections: Int?
  @Option(help: "Age of a connection, a tenth more or less by chance [RANKD_CONNECTION_AGE; no limit].")
  var connectionAge: String?
  @Option(help: "For open calls once the age is reached [RANKD_CONNECTION_AGE_GRACE; 30s].")
  var connectionAgeGrace: String?
  @Option(help: "Without an open call [RANKD_IDLE_TIMEOUT; 15m].")
  var idleTimeout: String?
  @Option(help: "A peer silent for this long is pinged [RANKD_KEEPALIVE_INTERVAL; 2h].")
  var keepaliveInterval: String?
  @Option(help: "For any byte after that ping [RANKD_KEEPALIVE_TIMEOUT; 20s].")
  var keepaliveTimeout: String?
  @Option(help: "Between a client's own pings; more often is GOAWAY [RANKD_MIN_PING_INTERVAL; 10s].")
  var minPingInterval: String?
  @Option(help: "For TLS to be agreed [RANKD_HANDSHAKE_TIMEOUT; 10s].")
  var handshakeTimeout: String?
  @Option(help: "From then to the first request [RANKD_FIRST_REQUEST_TIMEOUT; 20s].")
  var firstRequestTimeout: String?
  @Option(help: "Silence inside a unary request [RANKD_REQUEST_STALL; 60s].")
  var requestStall: String?
  @Option(help: "With bytes to send and none taken [RANKD_OUTBOUND_STALL; 60s].")
  var outboundStall: String?

  func apply(to configuration: inout ServingConfiguration) throws {
    try sizes(&configuration)
    var times = configuration.transport.timeouts
    func time(
      _ path: WritableKeyPath<RPCServerConfiguration.Timeouts, Duration>, _ text: String?, _ name: String
    )
      throws
    {
      if let value = try ServeEnvironment.duration(text, name) { times[keyPath: path] = value }
    }
    times.connectionAge = try ServeEnvironment.duration(connectionAge, "CONNECTION_AGE")
    try time(\.connectionAgeGrace, connectionAgeGrace, "CONNECTION_AGE_GRACE")
    try time(\.idle, idleTimeout, "IDLE_TIMEOUT")
    try time(\.keepaliveInterval, keepaliveInterval, "KEEPALIVE_INTERVAL")
    try time(\.keepaliveTimeout, keepaliveTimeout, "KEEPALIVE_TIMEOUT")
    try time(\.handshake, handshakeTimeout, "HANDSHAKE_TIMEOUT")
    try time(\.firstRequest, firstRequestTimeout, "FIRST_REQUEST_TIMEOUT")
    try time(\.requestStall, requestStall, "REQUEST_STALL")
    try time(\.outboundStall, outboundStall, "OUTBOUND_STALL")
    configuration.transport.timeouts = times
    if let interval = try ServeEnvironment.duration(minPingInterval, "MIN_PING_INTERVAL") {
      configuration.transport.flood.minimumPingInterval = interval
    }
  }

  private func sizes(_ configuration: inout ServingConfiguration) throws {
    var limits = configuration.transport.limits
    func number(
      _ path: WritableKeyPath<RPCServerConfiguration.Limits, Int>, _ option: Int?, _ name: String
    ) throws {
      if let value = try ServeEnvironment.number(option, name) { limits[keyPath: path] = value }
    }
    try number(\.receivedMessageBytes, maxRequestBytes, "MAX_REQUEST_BYTES")
    try number(\.sentMessageBytes, maxResponseBytes, "MAX_RESPONSE_BYTES")
    try number(\.headerListBytes, maxHeaderBytes, "MAX_HEADER_BYTES")
    try number(\.concurrentStreams, maxStreams, "MAX_STREAMS")
    try number(\.connections, maxConnections, "MAX_CONNECTIONS")
    configuration.transport.limits = limits
  }
}
