public import Logging
public import NIOCore
public import NIOPosix
internal import Synchronization

/// A gRPC server over plaintext HTTP/2 with prior knowledge.
public final class RPCServer: Sendable {
  private struct Running {
    var listener: (any Channel)?
    var loops: [NIOLoopBound<ServerLoop>] = []
  }

  private let configuration: RPCServerConfiguration
  private let group: MultiThreadedEventLoopGroup
  private let logger: Logger
  private let services: @Sendable (any EventLoop) -> RPCRouter
  private let running = Mutex(Running())
  private let connections = Atomic(0)

  /// `services` is called once for each event loop of the group, on that loop.
  public init(
    configuration: RPCServerConfiguration, eventLoopGroup: MultiThreadedEventLoopGroup, logger: Logger,
    services: @escaping @Sendable (any EventLoop) -> RPCRouter
  ) {
    self.configuration = configuration
    self.group = eventLoopGroup
    self.logger = logger
    self.services = services
  }

  /// Binds and serves; returns the address bound.
  public func start() async throws -> SocketAddress {
    var loops: [NIOLoopBound<ServerLoop>] = []
    for eventLoop in group.makeIterator() { loops.append(try await makeLoop(eventLoop)) }
    let listener = try await bind(loops)
    running.withLock { [loops] in $0 = Running(listener: listener, loops: loops) }
    guard let address = listener.localAddress else { throw RPCStatus(.internal, "no local address") }
    return address
  }

  /// Stops accepting, sends GOAWAY, lets open calls finish for at most `grace`, then closes.
  public func drain(grace: Duration) async {
    let (listener, loops) = running.withLock { ($0.listener, $0.loops) }
    try? await listener?.close().get()
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
        eventLoop: eventLoop, configuration: configuration, logger: logger, router: services(eventLoop))
      return NIOLoopBound(loop, eventLoop: eventLoop)
    }.get()
  }

  private func bind(_ loops: [NIOLoopBound<ServerLoop>]) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 4)
      .childChannelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture { try accept(channel, loops) }
      }
    return try await bootstrap.bind(to: configuration.address.resolve()).get()
  }

  private func accept(_ channel: any Channel, _ loops: [NIOLoopBound<ServerLoop>]) throws {
    let open = connections.wrappingAdd(1, ordering: .relaxed).newValue
    channel.closeFuture.whenComplete { [self] _ in connections.wrappingSubtract(1, ordering: .relaxed) }
    guard open <= configuration.limits.connections else {
      logger.warning("connection refused: connections: max \(configuration.limits.connections), got \(open)")
      throw RPCStatus(.resourceExhausted, "connections: max \(configuration.limits.connections), got \(open)")
    }
    guard let loop = loops.first(where: { $0.eventLoop === channel.eventLoop })?.value else {
      throw RPCStatus(.internal, "a connection on a foreign event loop")
    }
    try channel.pipeline.syncOperations.addHandler(ServerConnection(loop: loop, now: .now()))
  }
}
