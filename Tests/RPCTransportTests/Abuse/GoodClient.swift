import NIOCore
import RPCTransport
import Synchronization
import Testing

/// A well-behaved client that calls all the time, and what became of its calls.
struct GoodClient {
  private(set) var good = 0
  private(set) var bad = 0

  var calls: Int { good + bad }

  /// Calls every few milliseconds until `isDone` and for at least 200 calls.
  static func run(_ server: EchoProcess, until isDone: @Sendable () -> Bool) async throws -> GoodClient {
    var counts = GoodClient()
    var client = try await server.client()
    while !isDone() || counts.calls < 200 {
      if await counts.call(client) { continue }
      await client.close()
      guard server.isRunning else { return counts }
      client = try await server.client()
    }
    await client.close()
    return counts
  }

  private mutating func call(_ client: RPCClient) async -> Bool {
    let body = ByteBuffer(string: "good \(calls)")
    let answer = try? await client.unary("/echo.Echo/Unary", body, timeout: .seconds(10))
    guard answer?.message == body else {
      bad += 1
      return false
    }
    good += 1
    try? await Task.sleep(for: .milliseconds(2))
    return true
  }
}
