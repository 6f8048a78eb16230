public import NIOCore
internal import NIOPosix

/// One gRPC connection. Safe to use from any thread; on its own event loop calls cost no hop.
public final class RPCClient: Sendable {
  public let eventLoop: any EventLoop
  let connection: NIOLoopBound<ClientConnection>
  private let channel: any Channel

  private init(_ connection: NIOLoopBound<ClientConnection>, _ channel: any Channel) {
    eventLoop = channel.eventLoop
    self.connection = connection
    self.channel = channel
  }

  /// Connects over plaintext HTTP/2 with prior knowledge. Throws UNAVAILABLE.
  public static func connect(
    to address: RPCAddress, configuration: RPCClientConfiguration = .defaults, on eventLoop: any EventLoop
  ) async throws -> RPCClient {
    do {
      return try await open(address, configuration, eventLoop)
    } catch let status as RPCStatus {
      throw status
    } catch {
      throw RPCStatus(.unavailable, "cannot connect: \(error)")
    }
  }

  private static func open(
    _ address: RPCAddress, _ configuration: RPCClientConfiguration, _ eventLoop: any EventLoop
  ) async throws -> RPCClient {
    let bootstrap = ClientBootstrap(group: eventLoop)
      .connectTimeout(TimeAmount(configuration.connectTimeout))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try ClientConnection(
            eventLoop: channel.eventLoop, configuration: configuration, authority: address.authority)
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
    let channel = try await bootstrap.connect(to: address.resolve()).get()
    let connection = try await channel.eventLoop.submit {
      NIOLoopBound(
        try channel.pipeline.syncOperations.handler(type: ClientConnection.self), eventLoop: channel.eventLoop
      )
    }.get()
    return RPCClient(connection, channel)
  }

  /// Takes no more calls, lets the open ones finish and closes.
  public func close() async {
    eventLoop.execute { [connection] in connection.value.close() }
    try? await channel.closeFuture.get()
  }
}
