internal import Dispatch
internal import Synchronization

/// Work over independent blocks, shared by threads that take the next block when they are done.
///
/// Which thread runs a block varies, so a block's result must depend on nothing but the block.
package struct RowBlocks: Sendable, Hashable {
  package let threads: Int

  package init(threads: Int) { self.threads = max(1, threads) }

  /// Calls `body` once for each block in `0 ..< count` with that thread's own `state`.
  package func forEach<State>(
    _ count: Int, state: @Sendable () -> State,
    body: @Sendable (_ block: Int, _ state: inout State) -> Void
  ) {
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, max(1, count))) { _ in
      var own = state()
      while true {
        let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if block >= count { break }
        body(block, &own)
      }
    }
  }

  /// Calls `body` once for each range of at most `size` of the rows `0 ..< rows`.
  package func forEachRange(_ rows: Int, size: Int, body: @Sendable (Range<Int>) -> Void) {
    forEach((rows + size - 1) / size, state: { () }) { block, _ in
      body(block * size..<min(rows, (block + 1) * size))
    }
  }
}
