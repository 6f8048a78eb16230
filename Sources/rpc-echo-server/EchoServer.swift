internal import ArgumentParser
internal import Logging
internal import NIOPosix
internal import RPCServices
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
    let health = HealthStatus()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
    let server = RPCServer(
      configuration: RPCServerConfiguration(address: .tcp(host: host, port: port)), eventLoopGroup: group,
      logger: Logger(label: "rpc-echo-server")
    ) { _ in
      var router = RPCRouter()
      router.unary("/echo.Echo/Unary") { message, call in call.respond(message) }
      router.streaming("/echo.Echo/Bidirectional") { call in Self.echo(call) }
      HealthService(health).register(in: &router)
      ReflectionService(descriptors: [EchoDescriptors.base64]).register(in: &router)
      return router
    }
    let address = try await server.start()
    health.set(.serving)
    print("listening on \(address)")
    await TerminationSignal.wait()
    health.shutDown()
    await server.drain(grace: .seconds(30))
  }

  /// Reads no faster than the peer takes the answers.
  private static func echo(_ call: RPCCall) {
    call.onMessage { message in
      call.send(message)
      if !call.isWritable { call.pauseReading() }
    }
    call.onWritable { call.resumeReading() }
    call.onHalfClose { call.finish() }
  }
}
