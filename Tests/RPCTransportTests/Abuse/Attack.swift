import Foundation
import NIOCore
import RPCTransport
import Synchronization
import Testing

/// What one hostile peer does, and how much of the server's memory it may cost.
struct Attack: Sendable, CustomTestStringConvertible {
  var name: String
  /// The most that resident memory may grow, in MiB.
  var growth: Int
  var arguments: [String] = []
  /// Blocks; what it holds open is let go when it returns.
  var run: @Sendable (EchoProcess) throws -> Void

  init(
    _ name: String, growth: Int = 16, _ arguments: [String] = [],
    run: @escaping @Sendable (EchoProcess) throws -> Void
  ) {
    self.name = name
    self.growth = growth
    self.arguments = arguments
    self.run = run
  }

  var testDescription: String { name }

  /// Attacks a server while a good client calls it; prints and checks what came of it.
  func carryOut() async throws {
    try await EchoProcess.with(arguments) { server in
      _ = try await GoodClient.run(server) { true }
      let before = server.residentMiB
      server.forgetPeak()
      let isDone = Mutex(false)
      async let counts = GoodClient.run(server) { isDone.withLock { $0 } }
      await onThread { try run(server) }
      isDone.withLock { $0 = true }
      let good = try await counts
      let grown = max(0, server.peakMiB - before)
      print("abuse | \(name) | +\(grown) MiB, max \(growth) | good client \(good.good) of \(good.calls)")
      // A sanitizer's own memory says nothing about the server's.
      #expect(grown <= growth || ProcessInfo.processInfo.environment["RANKD_SANITIZER"] != nil)
      #expect(good.good * 100 >= good.calls * 98, "\(good)")
      #expect(try await GoodClient.run(server) { true }.bad == 0)
    }
  }

  /// Sockets block, and threads of the concurrency pool must not.
  private func onThread(_ body: @escaping @Sendable () throws -> Void) async {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        do { try body() } catch { Issue.record(error) }
        continuation.resume()
      }
    }
  }
}
