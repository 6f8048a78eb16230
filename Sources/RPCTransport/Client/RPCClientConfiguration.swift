/// What a client puts up with.
public struct RPCClientConfiguration: Sendable, Hashable {
  /// Bytes of one received message. Default 4 MiB. RESOURCE_EXHAUSTED.
  public var receivedMessageBytes = 4 << 20
  /// Header list size of an answer. Default 16 KiB. RESOURCE_EXHAUSTED.
  public var headerListBytes = 16 << 10
  /// For the TCP connection, and again for TLS. Default 10 s. UNAVAILABLE.
  public var connectTimeout = Duration.seconds(10)
  /// A server silent for this long while calls are open is pinged; nil, the default, for never. Servers take frequent
  /// pings for an attack: gRPC's own allow one in five minutes unless they are told otherwise.
  public var keepaliveInterval: Duration?
  /// For any byte after a keepalive ping. Default 20 s. UNAVAILABLE.
  public var keepaliveTimeout = Duration.seconds(20)
  /// Nil: plaintext.
  public var tls: RPCClientTLS?
  /// Sent with every call as `authorization: Bearer`; over plaintext anyone on the way reads it.
  public var bearerToken: String?
  /// Sent as `:authority`; nil for the address connected to.
  public var authority: String?

  public init() {}
  public static let defaults = RPCClientConfiguration()
}
