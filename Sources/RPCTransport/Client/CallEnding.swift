internal import Synchronization

/// Whether a call is over, for threads other than its own.
final class CallEnding: Sendable {
  private let over = Atomic(false)

  var isOver: Bool { over.load(ordering: .acquiring) }

  func tell() { over.store(true, ordering: .releasing) }
}
