internal import ArgumentParser
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import RPCServices
internal import RPCTransport

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Answers `/echo.Echo/Unary` with the request's bytes: the transport alone, for measuring it.
@main
struct EchoServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-echo-server", abstract: "Answers /echo.Echo/Unary with the request's bytes.")

  @Option(help: "Address to listen on.") var host = "0.0.0.0"
  @Option(help: "Port to listen on; 0 for any.") var port = 8000
  @Option(help: "Event loops.") var threads = 1
  @Option(help: "Seconds from accept to the first request headers.") var firstRequestSeconds = 20

  func run() async throws {
    let health = HealthStatus()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
    var configuration = RPCServerConfiguration(address: .tcp(host: host, port: port))
    configuration.timeouts.firstRequest = .seconds(max(1, firstRequestSeconds))
    let server = RPCServer(
      configuration: configuration, eventLoopGroup: group, logger: Logger(label: "rpc-echo-server")
    ) { _ in
      var router = RPCRouter()
      router.unary("/echo.Echo/Unary") { message, call in call.respond(message) }
      router.unary("/echo.Echo/Inflate") { message, call in Self.inflate(message, call) }
      router.streaming("/echo.Echo/Bidirectional") { call in Self.echo(call) }
      HealthService(health).register(in: &router)
      ReflectionService(descriptors: [EchoDescriptors.base64]).register(in: &router)
      return router
    }
    let address = try await server.start()
    health.set(.serving)
    print("listening on \(address)")
    // Someone may read this line from a pipe.
    fflush(nil)
    await TerminationSignal.wait()
    health.shutDown()
    await server.drain(grace: .seconds(30))
  }

  /// Answers as many bytes as the request's four bytes (big endian) say.
  private static func inflate(_ message: ByteBuffer, _ call: RPCCall) {
    guard let size = message.getInteger(at: message.readerIndex, as: UInt32.self), size <= 64 << 20 else {
      return call.fail(RPCStatus(.invalidArgument, "four bytes: a size of at most 67108864"))
    }
    call.respond(ByteBuffer(repeating: 0x55, count: Int(size)))
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
