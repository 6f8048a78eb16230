internal import NIOCore

/// One timer for the deadlines of a connection's calls, set to the earliest; a call that ends in time costs nothing.
struct DeadlineTimer {
  private var scheduled: Scheduled<Void>?
  private var due: NIODeadline?

  /// Makes `owner.deadlinesPassed()` run on its loop by `deadline`.
  mutating func add(_ deadline: NIODeadline, for owner: any DeadlineOwner) {
    if let due, due <= deadline { return }
    scheduled?.cancel()
    due = deadline
    let bound = NIOLoopBound(owner, eventLoop: owner.eventLoop)
    scheduled = owner.eventLoop.scheduleTask(deadline: deadline) { bound.value.deadlinesPassed() }
  }

  mutating func cancel() {
    scheduled?.cancel()
    scheduled = nil
    due = nil
  }
}

/// Who has calls with deadlines: a connection of a server or of a client.
protocol DeadlineOwner: AnyObject {
  var eventLoop: any EventLoop { get }
  func deadlinesPassed()
}
