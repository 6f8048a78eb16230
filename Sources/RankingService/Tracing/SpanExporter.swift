internal import Logging
internal import NIOCore
internal import RPCTransport

/// Sends queued spans to an OpenTelemetry collector over gRPC, a batch a second; a batch that fails is counted and
/// gone.
struct SpanExporter: Sendable {
  let address: RPCAddress
  let queue: SpanQueue
  let instance: String
  let eventLoop: any EventLoop
  let logger: Logger

  static let interval = Duration.seconds(1)
  private static let batch = 512

  /// Exports until cancelled, and then what is left.
  func run() async {
    var client: RPCClient?
    while (try? await Task.sleep(for: Self.interval)) != nil { client = await export(client) }
    // The task is cancelled; what is left goes out on one that is not.
    let last = client
    client = await Task { await export(last) }.value
    await client?.close()
  }

  /// Sends all that waits over `client` or a new one, and returns the one that works.
  private func export(_ client: RPCClient?) async -> RPCClient? {
    var (client, rest) = (client, queue.take()[...])
    while !rest.isEmpty {
      let batch = Array(rest.prefix(Self.batch))
      rest = rest.dropFirst(Self.batch)
      let sent = await send(batch, over: &client)
      queue.recordExport(batch.count, isGood: sent)
    }
    return client
  }

  /// Sends one batch; a connection that was there before is made anew once.
  private func send(_ batch: [SpanRecord], over client: inout RPCClient?) async -> Bool {
    let message = SpanEncoder.encode(batch, instance: instance)
    while true {
      let isOld = client != nil
      do {
        let open = try await connected(client)
        client = open
        _ = try await open.unary(SpanEncoder.path, message, timeout: .seconds(5))
        return true
      } catch {
        await client?.close()
        client = nil
        if isOld { continue }
        let facts: Logger.Metadata = [
          "collector": "\(address)", "spans": "\(batch.count)", "error": "\(error)",
        ]
        logger.warning("spans not exported", metadata: facts)
        return false
      }
    }
  }

  private func connected(_ client: RPCClient?) async throws -> RPCClient {
    if let client { return client }
    var configuration = RPCClientConfiguration.defaults
    configuration.connectTimeout = .seconds(2)
    return try await RPCClient.connect(to: address, configuration: configuration, on: eventLoop)
  }
}
