internal import NIOCore
internal import RPCTransport
internal import Synchronization

/// One `Recommend` on its way to a compute thread and back.
final class ComputeJob: Sendable {
  let message: ByteBuffer
  /// When the caller stops waiting.
  let deadline: NIODeadline?
  let notes: CallNotes?
  private let isOver = Atomic<Bool>(false)

  init(_ message: ByteBuffer, deadline: NIODeadline?, notes: CallNotes?) {
    (self.message, self.deadline, self.notes) = (message, deadline, notes)
  }

  /// Nobody waits for the answer any more.
  func cancel() { isOver.store(true, ordering: .relaxed) }

  /// Answers, unless nobody waits; on `coordinator`'s thread.
  func run(_ coordinator: RankingCoordinator) -> Result<ByteBuffer, RPCStatus> {
    guard !isOver.load(ordering: .relaxed) else { return .failure(RPCStatus(.cancelled, "it was over")) }
    let budget = deadline?.nanosecondsLeft
    return coordinator.assumeIsolated { $0.recommend(message, budget: budget, notes: notes) }
  }
}

extension NIODeadline {
  /// Nanoseconds until then; 0 once it has passed.
  var nanosecondsLeft: UInt64 { UInt64(max(0, (self - .now()).nanoseconds)) }
}
