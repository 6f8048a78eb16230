internal import Logging
internal import NIOCore
internal import RPCTransport
internal import Synchronization

/// Sends queued spans to an OpenTelemetry collector over gRPC, a batch a second; a batch that fails is counted and
/// gone.
struct SpanExporter: Sendable {
  let address: RPCAddress
  let queue: SpanQueue
  let instance: String
  let eventLoop: any EventLoop
  let logger: Logger

  static let interval = Duration.seconds(1)
  /// From the cancellation on, for the export under way and for what is left.
  static let grace = TimeAmount.seconds(3)
  private static let batch = 512

  /// Exports until cancelled, and then what is left, as far as it goes within the grace.
  func run() async {
    let end = Deadline()
    var client: RPCClient?
    while (try? await Task.sleep(for: Self.interval)) != nil { client = await export(client, until: end) }
    client = await export(client, until: end)
    await client?.close()
  }

  /// Begins with the cancellation.
  private final class Deadline: Sendable {
    private let time = Mutex<NIODeadline?>(nil)

    var value: NIODeadline {
      time.withLock { time in
        let value = time ?? .now() + SpanExporter.grace
        time = value
        return value
      }
    }
  }

  /// An export that this task's cancellation does not end before `end`.
  private func export(_ client: RPCClient?, until end: Deadline) async -> RPCClient? {
    let work = Task { await export(client) }
    return await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      eventLoop.scheduleTask(deadline: end.value) { work.cancel() }
    }
  }

  /// Sends all that waits over `client` or a new one, and returns the one that works.
  private func export(_ client: RPCClient?) async -> RPCClient? {
    var (client, rest) = (client, queue.take()[...])
    while !rest.isEmpty, !Task.isCancelled {
      let batch = Array(rest.prefix(Self.batch))
      rest = rest.dropFirst(Self.batch)
      await send(batch, over: &client)
    }
    if !rest.isEmpty { lose(rest.count, "no time left") }
    return client
  }

  private func lose(_ spans: Int, _ reason: String) {
    queue.recordExport(spans, isGood: false)
    logger.warning(
      "spans not exported",
      metadata: ["collector": "\(address)", "spans": "\(spans)", "error": "\(reason)"])
  }

  /// Sends one batch; a connection that was there before is made anew once.
  private func send(_ batch: [SpanRecord], over client: inout RPCClient?) async {
    let message = SpanEncoder.encode(batch, instance: instance)
    while true {
      let isOld = client != nil
      do {
        let open = try await connected(client)
        client = open
        _ = try await open.unary(SpanEncoder.path, message, timeout: .seconds(5))
        return queue.recordExport(batch.count, isGood: true)
      } catch {
        await client?.close()
        client = nil
        if isOld, !Task.isCancelled { continue }
        return lose(batch.count, "\(error)")
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
