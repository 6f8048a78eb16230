internal import RPCTransport
internal import RankingCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Decides which calls of one event loop are traced, and turns a traced call into spans.
final class LoopTracer {
  /// A call under way that is traced.
  struct Call {
    var context: TraceContext
    /// False: the trace began here.
    var hasCaller: Bool
    var span: UInt64
    /// Monotonic nanoseconds.
    var begin: UInt64
  }

  private let queue: SpanQueue
  /// Calls without a caller's decision are traced if a random number is below.
  private let threshold: UInt64
  private var random = SystemRandomNumberGenerator()

  /// - Parameter share: of calls whose caller did not decide, 0 to 1.
  init(queue: SpanQueue, share: Double) {
    self.queue = queue
    threshold = share >= 1 ? .max : UInt64(max(0, share) * 18_446_744_073_709_549_568)
  }

  /// The call's trace, or nil if it is not sampled: the caller's word counts, else chance decides.
  func begin(_ metadata: RPCMetadata) -> Call? {
    let caller = metadata.isEmpty ? CallerTrace() : CallerTrace(metadata)
    guard caller.isSampled ?? (random.next() < threshold) else { return nil }
    let fresh = TraceContext(trace: .init(high: random.next(), low: random.next() | 1), parent: 0)
    return Call(
      context: caller.context ?? fresh, hasCaller: caller.context != nil, span: random.next() | 1,
      begin: StageClock.now)
  }

  /// Queues the spans of a call that ends now: its own, and one for each of its stages.
  func end(
    _ call: Call, _ target: WatchedTarget, code: RPCStatus.Code, _ stages: [StageTime], _ facts: CallFacts?
  ) {
    let (now, offset) = (StageClock.now, Self.wallOffset)
    var root = SpanRecord(
      trace: call.context.trace, span: call.span, parent: call.hasCaller ? call.context.parent : 0,
      name: target.spanName, isServer: true, begin: call.begin &+ offset, end: now &+ offset)
    root.attributes = target.attributes(code)
    if let facts {
      root.attributes += [
        ("rankd.bundle", .text(facts.version)), ("rankd.served_by", .text("\(facts.servedBy)")),
        ("rankd.items", .number(Int64(facts.items))),
      ]
    }
    root.isError = code != .ok
    queue.add(
      [root]
        + stages.map { stage in
          SpanRecord(
            trace: call.context.trace, span: random.next() | 1, parent: call.span, name: "\(stage.stage)",
            begin: stage.begin &+ offset, end: stage.begin &+ stage.nanoseconds &+ offset)
        })
  }

  /// Unix time less monotonic time, nanoseconds.
  private static var wallOffset: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec) &- StageClock.now
  }
}
