import Logging
import NIOCore
import NIOPosix
import RPCServices
import RPCTransport

/// A server on a free port of this machine with the methods the tests call.
struct LiveServer {
  let server: RPCServer
  let address: RPCAddress
  let port: Int
  let health: HealthStatus

  static func with<Result>(
    _ change: (inout RPCServerConfiguration) -> Void = { _ in }, loops: Int = 1,
    authorizer: (any RPCAuthorizer)? = nil, log: LogRecorder? = nil,
    observer: (@Sendable () -> any RPCServerObserver)? = nil,
    _ body: (LiveServer) async throws -> Result
  ) async throws -> Result {
    var configuration = RPCServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
    // A test that has connected may wait long for its turn on a busy machine.
    configuration.timeouts.firstRequest = .seconds(600)
    change(&configuration)
    let health = HealthStatus()
    health.set(.serving)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = RPCServer(
      configuration: configuration, eventLoopGroup: group, logger: log?.logger ?? logger,
      authorizer: authorizer
    ) { _ in
      var router = TestMethods.router(health)
      router.observer = observer?()
      return router
    }
    let bound = try await server.start()
    let port = bound.port ?? 0
    let address: RPCAddress =
      if case .unix = configuration.address {
        configuration.address
      } else {
        .tcp(host: bound.ipAddress ?? "127.0.0.1", port: port)
      }
    let live = LiveServer(server: server, address: address, port: port, health: health)
    do {
      let result = try await body(live)
      await server.drain(grace: .milliseconds(100))
      try await group.shutdownGracefully()
      return result
    } catch {
      await server.drain(grace: .milliseconds(100))
      try await group.shutdownGracefully()
      throw error
    }
  }

  func client(_ configuration: RPCClientConfiguration = .defaults) async throws -> RPCClient {
    try await RPCClient.connect(
      to: address, configuration: configuration, on: MultiThreadedEventLoopGroup.singleton.next())
  }
}
