import Foundation
import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  /// What a unary call costs the server in heap allocations, against Benchmarks/allocations/budget.json.
  @Suite(.enabled(if: ProcessInfo.processInfo.environment["RANKD_SANITIZER"] == nil))
  struct AllocationTests {
    private struct Budget: Decodable {
      struct Counts: Decodable { var all, own: Double }
      var sequential, concurrent: Counts
    }

    @Test(.timeLimit(.minutes(10)))
    func aCallStaysWithinItsBudget() async throws {
      let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
      let folder = root.appendingPathComponent("Benchmarks/allocations")
      let budget = try JSONDecoder().decode(
        Budget.self, from: Data(contentsOf: folder.appendingPathComponent("budget.json")))
      let counter = try AllocationCounter(source: folder.appendingPathComponent("count.c").path)
      try await EchoProcess.with(environment: counter.environment) { server in
        let client = try await server.client()
        try await call(client, times: 4_000, atOnce: 64)
        for (name, atOnce, limit) in [
          ("sequential", 1, budget.sequential), ("concurrent", 64, budget.concurrent),
        ] {
          let calls = 6_400
          let before = try counter.read()
          try await call(client, times: calls, atOnce: atOnce)
          let after = try counter.read()
          let all = Double(after.all - before.all) / Double(calls)
          let own = all - Double(after.nghttp2 - before.nghttp2) / Double(calls)
          print("allocations | \(name) | \(all) a call, max \(limit.all) | own \(own), max \(limit.own)")
          #expect(all > 1 && all <= limit.all)
          #expect(own <= limit.own)
        }
        await client.close()
      }
    }

    private func call(_ client: RPCClient, times: Int, atOnce: Int) async throws {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        for _ in 0..<atOnce {
          tasks.addTask {
            for _ in 0..<times / atOnce {
              _ = try await client.unary("/echo.Echo/Unary", ByteBuffer(string: "0123456789abcdef"))
            }
          }
        }
        try await tasks.waitForAll()
      }
    }
  }
}
