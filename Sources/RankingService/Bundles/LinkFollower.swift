/// Decides when what the bundle's link names is to be loaded: at once when it changes, and again, ever more rarely,
/// while it cannot be. Times are monotonic nanoseconds.
package struct LinkFollower: Sendable {
  /// The first wait after a failure; each further one is twice as long, up to the last.
  package static let firstWait: UInt64 = 5_000_000_000
  package static let lastWait: UInt64 = 300_000_000_000

  /// What the link named when the bundle that serves was loaded.
  package private(set) var served: String?
  private var failed: Failed?

  private struct Failed {
    var target: String
    var wait: UInt64
    var next: UInt64
  }

  /// - Parameter served: what the link named before the first load; nil: a directory, which is not followed.
  package init(served: String?) { self.served = served }

  /// Whether `target` is to be loaded now.
  package func shouldLoad(_ target: String, at now: UInt64) -> Bool {
    guard target != served else { return false }
    guard let failed, failed.target == target else { return true }
    return now >= failed.next
  }

  package mutating func loaded(_ target: String) {
    served = target
    failed = nil
  }

  /// Returns whether this is the first failure of `target` since the link came to name it.
  package mutating func refused(_ target: String, at now: UInt64) -> Bool {
    let wait = failed?.target == target ? min(2 * (failed?.wait ?? 0), Self.lastWait) : Self.firstWait
    defer { failed = Failed(target: target, wait: wait, next: now &+ wait) }
    return failed?.target != target
  }

  /// The link names `target` again without a load: what was refused before it is forgotten.
  package mutating func looked(at target: String) {
    if target == served { failed = nil }
  }
}
