internal import FoundationEssentials
package import RankingCore
internal import Synchronization

/// The snapshot that serves, and everybody who holds it.
///
/// Loading happens elsewhere; publishing hands each event loop a prepared copy of its own, which the loop takes in
/// place of the old one between two requests, so requests in progress keep the model they began with.
package final class SnapshotStore: Sendable {
  private struct State {
    var snapshot: ModelSnapshot
    var written: Int?
    var swaps = 0
    var failures = 0
    var subscribers: [@Sendable (PreparedSnapshot) -> Void] = []
  }

  private let state: Mutex<State>
  /// Where bundles come from.
  let files = BundleStoreState()
  /// Answers without which no drift is told.
  let driftMinimum: Int

  /// - Parameter written: Unix seconds when the bundle was written; nil if unknown.
  package init(_ snapshot: ModelSnapshot, written: Int? = nil, driftMinimum: Int = 500) {
    state = Mutex(State(snapshot: snapshot, written: written))
    self.driftMinimum = driftMinimum
  }

  package var current: ModelSnapshot { state.withLock { $0.snapshot } }
  /// What serves, and when it was written.
  var serving: (snapshot: ModelSnapshot, written: Int?) { state.withLock { ($0.snapshot, $0.written) } }
  /// Snapshots published after the first.
  package var swaps: Int { state.withLock { $0.swaps } }
  /// Bundles that were refused after the first.
  package var failures: Int { state.withLock { $0.failures } }

  /// `subscriber` is called with every snapshot published from now on, prepared for it alone, in the order of their
  /// publishing; it must not wait. Returns what serves now.
  func subscribe(_ subscriber: @escaping @Sendable (PreparedSnapshot) -> Void) -> ModelSnapshot {
    state.withLock { state in
      state.subscribers.append(subscriber)
      return state.snapshot
    }
  }

  /// Prepares and warms up `snapshot` for every subscriber, then hands it out; blocks meanwhile.
  package func publish(_ snapshot: ModelSnapshot, written: Int? = nil) {
    let subscribers = state.withLock { $0.subscribers }
    let prepared = subscribers.map { subscriber in (subscriber, PreparedSnapshot.warm(snapshot)) }
    // Under the lock, so that of two publishers the later one is the later one for every subscriber.
    state.withLock { state in
      state.snapshot = snapshot
      state.written = written
      state.swaps += 1
      for (subscriber, copy) in prepared { subscriber(copy) }
      // Who came meanwhile.
      for subscriber in state.subscribers[prepared.count...] { subscriber(PreparedSnapshot.warm(snapshot)) }
    }
  }

  func recordFailure() { state.withLock { $0.failures += 1 } }

  static var unixSeconds: Int { Int(Date().timeIntervalSince1970) }

  /// When the manifest in `bundle` was written, Unix seconds.
  static func written(_ bundle: String) -> Int? {
    let path = "\(bundle)/\(BundleManifest.fileName)"
    guard let facts = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
    return (facts[.modificationDate] as? Date).map { Int($0.timeIntervalSince1970) }
  }
}
