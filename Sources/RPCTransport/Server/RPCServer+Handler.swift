package import Logging
package import NIOCore

extension RPCServer {
  /// One connection's handler, for a pipeline made by hand: no listener, no socket.
  package struct Connection {
    package let handler: any ChannelInboundHandler
    private let loop: ServerLoop

    /// Used on `eventLoop` only.
    package init(
      configuration: RPCServerConfiguration, eventLoop: any EventLoop, logger: Logger, router: RPCRouter
    ) throws {
      try self.init(
        ServerLoop(
          eventLoop: eventLoop, configuration: configuration, logger: logger, router: router, authorizer: nil)
      )
    }

    private init(_ loop: ServerLoop) throws {
      self.loop = loop
      handler = try ServerConnection(loop: loop, now: loop.eventLoop.now)
    }

    /// A further connection of the same event loop.
    package func another() throws -> Connection { try Connection(loop) }

    /// Bytes of requests and answers that wait in memory; 0 once the connection is gone.
    package var heldBytes: Int { loop.bufferedInboundBytes + loop.bufferedOutboundBytes }
  }
}
