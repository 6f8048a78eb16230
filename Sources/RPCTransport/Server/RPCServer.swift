public import Logging
public import NIOCore
public import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A gRPC server over HTTP/2: plaintext with prior knowledge, or TLS with ALPN `h2`.
public final class RPCServer: Sendable {
  private struct Running {
    var listener: (any Channel)?
    var loops: [NIOLoopBound<ServerLoop>] = []
    var reloads: RepeatedTask?
  }

  private let configuration: RPCServerConfiguration
  private let group: MultiThreadedEventLoopGroup
  private let logger: Logger
  private let services: @Sendable (any EventLoop) -> RPCRouter
  private let authorizer: (any RPCAuthorizer)?
  private let running = Mutex(Running())
  private let connections = Atomic(0)

  /// `services` is called once for each event loop of the group, on that loop; `authorizer` is asked before every
  /// call except those of `RPCServerConfiguration.unauthorizedServices`.
  public init(
    configuration: RPCServerConfiguration, eventLoopGroup: MultiThreadedEventLoopGroup, logger: Logger,
    authorizer: (any RPCAuthorizer)? = nil,
    services: @escaping @Sendable (any EventLoop) -> RPCRouter
  ) {
    self.configuration = configuration
    self.group = eventLoopGroup
    self.logger = logger
    self.authorizer = authorizer
    self.services = services
  }

  /// Binds and serves; returns the address bound. Throws `RPCFileError` for certificates, keys and socket files.
  public func start() async throws -> SocketAddress {
    let credentials = try configuration.tls.map { tls throws(RPCFileError) in try ServerCredentials(tls) }
    var loops: [NIOLoopBound<ServerLoop>] = []
    for eventLoop in group.makeIterator() { loops.append(try await makeLoop(eventLoop)) }
    let listener = try await bind(loops, credentials)
    let reloads = loops.first.flatMap {
      CredentialWatch(credentials: credentials, authorizer: authorizer, logger: logger, loop: $0).start()
    }
    running.withLock { [loops] in $0 = Running(listener: listener, loops: loops, reloads: reloads) }
    guard let address = listener.localAddress else { throw RPCStatus(.internal, "no local address") }
    return address
  }

  /// Stops accepting, sends GOAWAY, lets open calls finish for at most `grace`, then closes.
  public func drain(grace: Duration) async {
    let (listener, loops, reloads) = running.withLock { ($0.listener, $0.loops, $0.reloads) }
    reloads?.cancel()
    try? await listener?.close().get()
    if listener != nil, case .unix(let path) = configuration.address { UnixSocket.remove(path) }
    let drained = loops.map { bound in bound.eventLoop.flatSubmit { bound.value.drain() } }
    let forced = loops.map { bound in
      bound.eventLoop.scheduleTask(in: TimeAmount(grace)) { bound.value.closeAll() }
    }
    for future in drained { try? await future.get() }
    for task in forced { task.cancel() }
  }

  private func makeLoop(_ eventLoop: any EventLoop) async throws -> NIOLoopBound<ServerLoop> {
    try await eventLoop.submit { [self] in
      let loop = ServerLoop(
        eventLoop: eventLoop, configuration: configuration, logger: logger, router: services(eventLoop),
        authorizer: authorizer)
      return NIOLoopBound(loop, eventLoop: eventLoop)
    }.get()
  }

  private func bind(
    _ loops: [NIOLoopBound<ServerLoop>], _ credentials: ServerCredentials?
  ) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 4)
      .childChannelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture { try accept(channel, loops, credentials) }
      }
    guard case .unix(let path) = configuration.address else {
      return try await bootstrap.bind(to: configuration.address.resolve()).get()
    }
    let socket = try UnixSocket.bound(path, mode: configuration.unixSocketMode)
    return try await bootstrap.withBoundSocket(socket).get()
  }

  private func accept(
    _ channel: any Channel, _ loops: [NIOLoopBound<ServerLoop>], _ credentials: ServerCredentials?
  ) throws {
    let open = connections.wrappingAdd(1, ordering: .relaxed).newValue
    channel.closeFuture.whenComplete { [self] _ in connections.wrappingSubtract(1, ordering: .relaxed) }
    guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop })?.value else {
      throw RPCStatus(.internal, "a connection on a foreign event loop")
    }
    let pipeline = channel.pipeline.syncOperations
    let limit = configuration.limits.connections
    guard open <= limit else {
      let text = "connections: max \(limit), got \(open)"
      loop.refused(.connections, text, peer: channel.remoteAddress)
      // Told in HTTP/2 before the end, as long as there are not too many to tell and no TLS is to be agreed first.
      guard credentials == nil, open <= limit + 64 else { throw RPCStatus(.resourceExhausted, text) }
      return try pipeline.addHandler(RefusedConnection(reason: text))
    }
    guard let credentials else {
      return try pipeline.addHandler(ServerConnection(loop: loop, now: loop.eventLoop.now))
    }
    let tls = NIOSSLServerHandler(context: credentials.context)
    try pipeline.addHandlers(PlaintextDetector(loop: loop), tls, ServerHandshake(loop: loop, tls: tls))
  }
}
