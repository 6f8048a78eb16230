public import NIOCore
internal import NIOPosix
internal import NIOSSL

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

  /// Connects over plaintext HTTP/2 with prior knowledge, or over TLS. Throws UNAVAILABLE.
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
    let context = try configuration.tls.map { tls throws(RPCFileError) in try TLSMaterial.context(tls) }
    let handshake = eventLoop.makePromise(of: Void.self)
    let bootstrap = ClientBootstrap(group: eventLoop)
      .connectTimeout(TimeAmount(configuration.connectTimeout))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = try ClientConnection(
            eventLoop: channel.eventLoop, configuration: configuration, authority: address.authority)
          if let context {
            let tls = try NIOSSLClientHandler(
              context: context, serverHostname: Self.serverName(address, configuration))
            try channel.pipeline.syncOperations.addHandlers(
              tls, ClientHandshake(outcome: handshake, limit: configuration.connectTimeout))
          } else {
            handshake.succeed()
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
    let channel: any Channel
    do {
      channel = try await bootstrap.connect(to: address.resolve()).get()
    } catch {
      handshake.fail(error)
      throw error
    }
    try await handshake.futureResult.get()
    let connection = try await channel.eventLoop.submit {
      NIOLoopBound(
        try channel.pipeline.syncOperations.handler(type: ClientConnection.self), eventLoop: channel.eventLoop
      )
    }.get()
    return RPCClient(connection, channel)
  }

  /// The name to verify, or nil for an IP address, which is verified as such.
  private static func serverName(_ address: RPCAddress, _ configuration: RPCClientConfiguration) -> String? {
    if let name = configuration.tls?.serverName { return name }
    guard case .tcp(let host, _) = address else { return nil }
    return (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
  }

  /// The connection's socket, for one who looks himself whether it has input; only on the event loop.
  package var socket: CInt? {
    try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
  }

  /// Takes no more calls, lets the open ones finish and closes.
  public func close() async {
    eventLoop.execute { [connection] in connection.value.close() }
    try? await channel.closeFuture.get()
  }
}
