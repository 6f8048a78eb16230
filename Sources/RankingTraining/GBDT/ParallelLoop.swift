internal import Dispatch
internal import Synchronization

/// Runs independent pieces of work on a fixed number of threads.
struct ParallelLoop: Sendable {
  let threads: Int

  init(threads: Int) { self.threads = max(1, threads) }

  /// Calls `body(i)` once for each i < count, on any thread and in any order; returns when all are done.
  func callAsFunction(_ count: Int, _ body: (Int) -> Void) {
    let workers = min(threads, count)
    guard workers > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let next = Atomic<Int>(0)
    withoutActuallyEscaping(body) { body in
      // concurrentPerform returns only when every call has.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: workers) { _ in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= count { return }
          body(index)
        }
      }
    }
  }

  /// Splits 0 ..< count into ranges that depend on nothing but `count` and `size`.
  func chunks(_ count: Int, of size: Int, _ body: (_ chunk: Int, Range<Int>) -> Void) {
    self((count + size - 1) / size) { body($0, $0 * size..<min(count, ($0 + 1) * size)) }
  }
}
