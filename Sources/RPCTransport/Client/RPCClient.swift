public import NIOCore

/// One gRPC connection. Safe to use from any thread; on its own event loop calls cost no hop.
public final class RPCClient: Sendable {
  public let eventLoop: any EventLoop

  init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  public static func connect(
    to address: RPCAddress, configuration: RPCClientConfiguration = .defaults, on eventLoop: any EventLoop
  ) async throws -> RPCClient {
    throw RPCStatus(.unavailable)
  }

  /// Calls a unary method; `completion` runs on the client's event loop.
  ///
  /// Calls beyond the peer's limit of concurrent streams wait in order.
  public func unary(
    _ path: String, _ request: ByteBuffer, metadata: RPCMetadata = [:], timeout: Duration? = nil,
    completion: @escaping @Sendable (RPCResponse) -> Void
  ) {}

  /// Calls a unary method and returns its answer; throws `RPCStatus` unless OK.
  public func unary(
    _ path: String, _ request: ByteBuffer, metadata: RPCMetadata = [:], timeout: Duration? = nil
  ) async throws -> RPCResponse {
    throw RPCStatus(.unavailable)
  }

  public func close() async {}
}
