internal import NIOCore
internal import RPCTransport

/// Threads that make the answers which take too long for an event loop: health checks, PINGs and TLS handshakes
/// never wait for a large catalogue.
final class ComputePool: Sendable {
  private let threads: [ComputeThread]
  private let limit: Int

  /// - Parameter limit: jobs that may wait or run on one thread, at least 1.
  init(_ threads: [ComputeThread], limit: Int) {
    (self.threads, self.limit) = (threads, limit)
  }

  /// Runs `job` on the thread that has the least to do, then `completion` there; here, with a refusal, if all have
  /// enough.
  func run<Answer>(
    _ job: ComputeJob<Answer>, _ completion: @escaping @Sendable (Result<Answer, RPCStatus>) -> Void
  ) {
    let least = threads.min { $0.load < $1.load }
    guard let least, least.take(job, limit: limit, completion) else {
      return completion(
        .failure(
          RPCStatus(.resourceExhausted, "calls of each compute thread: max \(limit), got \(limit + 1)")))
    }
  }
}
