import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOPosix

/// What an empty call costs with grpc-swift-2, the library a Swift team would pick: `grpc-swift-peer PORT`.
@main
struct Peer {
  static func main() async throws {
    guard CommandLine.arguments.count == 2, let port = Int(CommandLine.arguments[1]) else {
      fatalError("usage: grpc-swift-peer PORT")
    }
    let transport = HTTP2ServerTransport.Posix(
      address: .ipv4(host: "127.0.0.1", port: port), transportSecurity: .plaintext,
      eventLoopGroup: MultiThreadedEventLoopGroup(numberOfThreads: 1))
    try await GRPCServer(transport: transport, services: [ConstantAnswers()]).serve()
  }
}
