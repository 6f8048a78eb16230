internal import ArgumentParser
internal import Logging
internal import NIOPosix
internal import RPCInterop
internal import RPCServices
internal import RPCTransport

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Serves `grpc.testing.TestService` for the interoperability tests of any gRPC implementation, until it is killed.
@main
struct InteropServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-interop-server", abstract: "Serves grpc.testing.TestService.")

  @Option(help: "Address to listen on.") var host = "0.0.0.0"
  @Option(help: "Port to listen on; 0 for any.") var port = 10_000
  @Option(help: "Event loops.") var threads = 1

  func run() async throws {
    let health = HealthStatus()
    let server = RPCServer(
      configuration: RPCServerConfiguration(address: .tcp(host: host, port: port)),
      eventLoopGroup: MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads)),
      logger: Logger(label: "rpc-interop-server")
    ) { _ in
      var router = RPCRouter()
      InteropService().register(in: &router)
      HealthService(health).register(in: &router)
      ReflectionService(descriptors: [InteropService.descriptors]).register(in: &router)
      return router
    }
    let address = try await server.start()
    health.set(.serving)
    print("listening on \(address)")
    // Someone may read this line from a pipe.
    fflush(nil)
    while true { try await Task.sleep(for: .seconds(3_600)) }
  }
}
