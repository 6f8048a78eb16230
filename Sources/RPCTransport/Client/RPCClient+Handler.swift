package import NIOCore

extension RPCClient {
  /// One connection's handler, for a pipeline made by hand: no socket.
  package struct Connection {
    private let connection: ClientConnection

    /// Used on `eventLoop` only.
    package init(configuration: RPCClientConfiguration, eventLoop: any EventLoop) throws {
      connection = try ClientConnection(eventLoop: eventLoop, configuration: configuration, authority: "test")
    }

    package var handler: any ChannelInboundHandler { connection }

    /// `completion` runs exactly once.
    package func unary(
      _ path: String, _ request: ByteBuffer, completion: @escaping (RPCResponse) -> Void
    ) {
      connection.begin(path, .oneMessage, .defaults) { call in
        call.collect(completion)
        call.send(request)
        call.halfClose()
      }
    }
  }
}
