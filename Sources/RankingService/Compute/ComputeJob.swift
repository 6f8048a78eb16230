internal import NIOCore
internal import RPCTransport
internal import Synchronization

/// One answer on its way to a compute thread and back.
final class ComputeJob<Answer: Sendable>: Sendable {
  private let work: @Sendable (isolated RankingCoordinator) -> Result<Answer, RPCStatus>
  private let isOver = Atomic<Bool>(false)

  /// - Parameter work: makes the answer, on the thread of the coordinator it gets.
  init(_ work: @escaping @Sendable (isolated RankingCoordinator) -> Result<Answer, RPCStatus>) {
    self.work = work
  }

  /// Nobody waits for the answer any more.
  func cancel() { isOver.store(true, ordering: .relaxed) }

  /// Answers, unless nobody waits; on `coordinator`'s thread.
  func run(_ coordinator: RankingCoordinator) -> Result<Answer, RPCStatus> {
    guard !isOver.load(ordering: .relaxed) else { return .failure(RPCStatus(.cancelled, "it was over")) }
    return coordinator.assumeIsolated { work($0) }
  }
}

extension NIODeadline {
  /// Nanoseconds until then; 0 once it has passed.
  var nanosecondsLeft: UInt64 { UInt64(max(0, (self - .now()).nanoseconds)) }
}
