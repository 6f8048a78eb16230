package import RankingCore
internal import Synchronization

/// The snapshot that serves, and everybody who holds it.
///
/// Loading happens elsewhere; publishing tells each event loop, which replaces its own reference on itself, so
/// requests in progress keep the model they began with.
package final class SnapshotStore: Sendable {
  private struct State {
    var snapshot: ModelSnapshot
    var swaps = 0
    var failures = 0
    var subscribers: [@Sendable (ModelSnapshot) -> Void] = []
  }

  private let state: Mutex<State>

  package init(_ snapshot: ModelSnapshot) { state = Mutex(State(snapshot: snapshot)) }

  package var current: ModelSnapshot { state.withLock { $0.snapshot } }
  /// Snapshots published after the first.
  package var swaps: Int { state.withLock { $0.swaps } }
  /// Bundles that were refused after the first.
  package var failures: Int { state.withLock { $0.failures } }

  /// `subscriber` is called with every snapshot published from now on.
  func subscribe(_ subscriber: @escaping @Sendable (ModelSnapshot) -> Void) {
    state.withLock { $0.subscribers.append(subscriber) }
  }

  package func publish(_ snapshot: ModelSnapshot) {
    let subscribers = state.withLock { state in
      state.snapshot = snapshot
      state.swaps += 1
      return state.subscribers
    }
    for subscriber in subscribers { subscriber(snapshot) }
  }

  func recordFailure() { state.withLock { $0.failures += 1 } }
}
