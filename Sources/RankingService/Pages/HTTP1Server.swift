internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import RPCTransport

/// A small HTTP/1.1 server for the admin pages and the HTTP form of the API: GET and
/// HEAD, PUT where that is said, no bodies.
final class HTTP1Server: Sendable {
  /// Answers a request; nil is 404. Called on the connection's loop.
  typealias Handler =
    @Sendable (HTTP1Request, any EventLoop) -> EventLoopFuture<HTTPResponse>?

  private let channel: any Channel

  /// Binds and serves; pages in `writable` may be PUT.
  init(
    host: String, port: Int, group: MultiThreadedEventLoopGroup, writable: Set<String> = [],
    handler: @escaping Handler
  ) async throws {
    channel = try await ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(IdleStateHandler(allTimeout: .seconds(60)))
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(HTTP1Handler(handler, writable: writable))
        }
      }
      .bind(host: host, port: port).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }

  func close() async { try? await channel.close().get() }
}
