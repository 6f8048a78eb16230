import NIOPosix
import Testing

/// Lets tests block on sockets, pipes and processes: they run on threads of their own and not on those of the
/// concurrency pool, of which a small machine has two for all tests of the process.
struct BlockingThreads: SuiteTrait, TestTrait, TestScoping {
  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(ThreadPoolExecutor.shared) { try await function() }
  }
}

extension SuiteTrait where Self == BlockingThreads {
  static var blockingThreads: Self { BlockingThreads() }
}

/// Runs tasks on a thread pool made for blocking work.
private final class ThreadPoolExecutor: TaskExecutor {
  static let shared = ThreadPoolExecutor()

  private let pool = NIOThreadPool(numberOfThreads: 16)

  private init() { pool.start() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
