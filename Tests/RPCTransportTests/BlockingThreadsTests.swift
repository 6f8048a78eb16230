import Foundation
import NIOPosix
import Testing

extension TransportTests {
  @Suite struct BlockingThreadsTests {
    /// More sleepers than the concurrency pool has threads wake together.
    @Test(.timeLimit(.minutes(10)))
    func testsAndTheirChildrenMayBlock() async throws {
      let sleepers = ProcessInfo.processInfo.activeProcessorCount + 1
      try #require(sleepers <= 12)
      let barrier = Barrier(sleepers)
      await withTaskGroup { group in
        for _ in 0..<sleepers { group.addTask { barrier.wait() } }
      }
      #expect(barrier.isOpen)
    }
  }
}

/// Opens once everybody waits.
private final class Barrier: @unchecked Sendable {
  private let condition = NSCondition()
  private var missing: Int

  init(_ count: Int) { missing = count }

  var isOpen: Bool { condition.withLock { missing == 0 } }

  /// Blocks for ten seconds at most.
  func wait() {
    condition.lock()
    defer { condition.unlock() }
    missing -= 1
    condition.broadcast()
    let deadline = Date(timeIntervalSinceNow: 10)
    while missing > 0, condition.wait(until: deadline) {}
  }
}
