internal import NIOCore
internal import RPCTransport
internal import Synchronization

/// One thread of the pool: an event loop with a coordinator, which is made when the first job comes.
final class ComputeThread: Sendable {
  private let eventLoop: any EventLoop
  private let make: @Sendable (any EventLoop) -> RankingCoordinator
  private let coordinator = Mutex<RankingCoordinator?>(nil)
  private let jobs = Atomic<Int>(0)

  /// - Parameter make: runs on `eventLoop`.
  init(_ eventLoop: any EventLoop, make: @escaping @Sendable (any EventLoop) -> RankingCoordinator) {
    (self.eventLoop, self.make) = (eventLoop, make)
  }

  /// Jobs that wait or run.
  var load: Int { jobs.load(ordering: .relaxed) }

  /// Runs `job`, then `completion` with its answer, on the thread; false if `limit` jobs are there already.
  func take<Answer>(
    _ job: ComputeJob<Answer>, limit: Int,
    _ completion: @escaping @Sendable (Result<Answer, RPCStatus>) -> Void
  ) -> Bool {
    guard jobs.add(1, ordering: .relaxed).newValue <= limit else {
      jobs.subtract(1, ordering: .relaxed)
      return false
    }
    eventLoop.execute { [self] in
      let answer = job.run(prepared)
      jobs.subtract(1, ordering: .relaxed)
      completion(answer)
    }
    return true
  }

  private var prepared: RankingCoordinator {
    coordinator.withLock { coordinator in
      let prepared = coordinator ?? make(eventLoop)
      coordinator = prepared
      return prepared
    }
  }
}
