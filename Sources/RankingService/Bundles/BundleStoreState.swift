internal import Synchronization

/// How the folder of bundles looked when the watcher last looked at it. Times are monotonic nanoseconds.
package final class BundleStoreState: Sendable {
  /// A look that takes longer finds a store that does not answer.
  package static let patience: UInt64 = 10_000_000_000

  private struct State {
    var isReadable = true
    var isServed = true
    /// When the look under way began.
    var began: UInt64?
  }

  private let state = Mutex(State())

  package init() {}

  /// A look begins.
  package func begin(at now: UInt64) { state.withLock { $0.began = now } }

  /// It has ended.
  package func end(isReadable: Bool) {
    state.withLock { state in
      state.isReadable = isReadable
      state.began = nil
    }
  }

  /// Whether the link names what serves.
  package func tell(isServed: Bool) { state.withLock { $0.isServed = isServed } }

  /// The link, or the bundle's directory, could be read at the last look, and none has been waiting for long.
  package func isHealthy(at now: UInt64) -> Bool {
    state.withLock { state in
      guard let began = state.began else { return state.isReadable }
      return state.isReadable && now &- began < Self.patience
    }
  }

  package var isServed: Bool { state.withLock { $0.isServed } }
}
