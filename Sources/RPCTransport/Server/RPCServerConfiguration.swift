/// Where a server listens and what it puts up with.
public struct RPCServerConfiguration: Sendable, Hashable {
  public var address: RPCAddress
  /// Permissions of a Unix domain socket. Default 0660.
  public var unixSocketMode: UInt16 = 0o660
  /// Nil: plaintext.
  public var tls: RPCServerTLS?
  /// Services that the authoriser is not asked about. Default: health.
  public var unauthorizedServices: Set<String> = ["grpc.health.v1.Health"]
  public var limits: Limits
  public var timeouts: Timeouts
  public var flood: Flood

  public init(
    address: RPCAddress, limits: Limits = .defaults, timeouts: Timeouts = .defaults,
    flood: Flood = .defaults
  ) {
    self.address = address
    self.limits = limits
    self.timeouts = timeouts
    self.flood = flood
  }

  public static let defaults = RPCServerConfiguration(address: .tcp(host: "0.0.0.0", port: 8000))
}

extension RPCServerConfiguration {
  /// Sizes and counts; exceeding one fails the call or the connection with an error that names it.
  public struct Limits: Sendable, Hashable {
    /// Bytes of one received message after decompression. Default 4 MiB. RESOURCE_EXHAUSTED.
    public var receivedMessageBytes = 4 << 20
    /// Bytes of one message sent. Default 64 MiB. RESOURCE_EXHAUSTED.
    public var sentMessageBytes = 64 << 20
    /// Header list size (names, values and 32 bytes a field). Default 16 KiB. RESOURCE_EXHAUSTED or HTTP 431.
    public var headerListBytes = 16 << 10
    /// Open calls on one connection, told to the peer in SETTINGS. Default 128. REFUSED_STREAM.
    public var concurrentStreams = 128
    /// Open connections of the server. Default 10,000. The newest is closed at once.
    public var connections = 10_000
    /// Message bytes of one connection's unfinished requests. Default 32 MiB. RESOURCE_EXHAUSTED.
    public var bufferedInboundBytes = 32 << 20
    /// The same for all connections of an event loop; met by those that hold more than 1 MiB, and a quarter beyond it
    /// by those that hold more than a quarter of their share. Default 128 MiB. A share is an equal part of the loop's
    /// limit, but at least 16 KiB and at most 256 KiB.
    public var loopBufferedInboundBytes = 128 << 20
    /// Answers of one connection that wait for its window, with 128 bytes for each. Default 8 MiB. Beyond, unary calls
    /// wait for their handler; at four times as much answers fail with RESOURCE_EXHAUSTED.
    public var bufferedOutboundBytes = 8 << 20
    /// The same for all connections of an event loop; met by those that hold more than their share, so that a loop
    /// never holds much more than twice this, or 16 KiB a connection if that is more. Default 32 MiB.
    public var loopBufferedOutboundBytes = 32 << 20

    public init() {}
    public static let defaults = Limits()
  }

  /// Durations after which a connection is closed.
  public struct Timeouts: Sendable, Hashable {
    /// From accept to TLS agreed. Default 10 s.
    public var handshake = Duration.seconds(10)
    /// From accept, or from TLS agreed, to the first complete request headers, and from the beginning of any later
    /// ones to their end. Default 20 s.
    public var firstRequest = Duration.seconds(20)
    /// Without an open call. Default 15 min. GOAWAY, NO_ERROR.
    public var idle = Duration.seconds(900)
    /// A peer silent for this long, with open calls or none, is pinged. Default 2 h.
    public var keepaliveInterval = Duration.seconds(7200)
    /// For any byte after a keepalive ping. Default 20 s.
    public var keepaliveTimeout = Duration.seconds(20)
    /// With answers to send and no byte of them taken by the peer, whatever else it is sent. Default 60 s.
    public var outboundStall = Duration.seconds(60)
    /// A unary call whose request is unfinished and silent. Default 60 s. DEADLINE_EXCEEDED.
    public var requestStall = Duration.seconds(60)
    /// Age of a connection, a tenth more or less by chance; nil for no limit. GOAWAY, then `connectionAgeGrace`.
    public var connectionAge: Duration?
    /// For open calls once the age is reached. Default 30 s.
    public var connectionAgeGrace = Duration.seconds(30)

    public init() {}
    public static let defaults = Timeouts()
  }

  /// Token buckets against frames that cost the sender nothing. ENHANCE_YOUR_CALM.
  public struct Flood: Sendable, Hashable {
    /// RST_STREAM frames taken at once, and refilled in a second; every call answered refills one.
    /// Defaults 400 and 50.
    public var resets = 400
    public var resetsPerSecond = 50
    /// A peer that pings more often than this, though no part of an answer was sent in between, is struck; a tenth
    /// less is put up with. Default 10 s.
    public var minimumPingInterval = Duration.seconds(10)
    /// Strikes put up with; one more ends the connection, "too_many_pings". Default 2.
    public var pingStrikes = 2
    /// PING, SETTINGS, PRIORITY, GOAWAY and empty DATA frames taken at once, and in a second. Frames of unknown types
    /// are read over by nghttp2 and cost no more than that. Defaults 1,000 and 100.
    public var controlFrames = 1_000
    public var controlFramesPerSecond = 100

    public init() {}
    public static let defaults = Flood()
  }
}
