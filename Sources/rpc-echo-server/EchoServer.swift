internal import ArgumentParser
internal import Logging
internal import NIOPosix
internal import RPCTransport

/// Answers `/echo.Echo/Unary` with the request's bytes: the transport alone, for measuring it.
@main
struct EchoServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-echo-server", abstract: "Answers /echo.Echo/Unary with the request's bytes.")

  @Option(help: "Address to listen on.") var host = "0.0.0.0"
  @Option(help: "Port to listen on; 0 for any.") var port = 8000
  @Option(help: "Event loops.") var threads = 1

  func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
    let server = RPCServer(
      configuration: RPCServerConfiguration(address: .tcp(host: host, port: port)), eventLoopGroup: group,
      logger: Logger(label: "rpc-echo-server")
    ) { _ in
      var router = RPCRouter()
      router.unary("/echo.Echo/Unary") { message, call in call.respond(message) }
      return router
    }
    let address = try await server.start()
    print("listening on \(address)")
    try await Task.sleep(for: .seconds(1_000_000_000))
  }
}
