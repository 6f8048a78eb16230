internal import NIOCore
internal import RPCTransport
internal import RankingCore

/// Logs and traces a share of one event loop's calls.
final class CallWatch {
  private let tracer: LoopTracer?
  private let log: RequestLog
  private var turn: UInt64 = 0
  private var random = SystemRandomNumberGenerator()

  init(tracer: LoopTracer?, log: RequestLog) {
    (self.tracer, self.log) = (tracer, log)
  }

  /// A call that is watched.
  struct Watched {
    var trace: LoopTracer.Call?
    var isLogged: Bool
    var notes: CallNotes
    var begin: UInt64
  }

  /// nil for most calls.
  func begin(_ call: RPCCall) -> Watched? {
    let watched = begin(call.metadata)
    if let trace = watched?.trace {
      call.initialMetadata.add("traceparent", trace.context.traceparent(span: trace.span))
    }
    return watched
  }

  /// The same for a page.
  func beginPage(_ metadata: RPCMetadata) -> Watched? { begin(metadata) }

  private func begin(_ metadata: RPCMetadata) -> Watched? {
    turn &+= 1
    let isLogged = log.interval > 0 && (log.interval == 1 || turn % log.interval == 1)
    let trace = tracer?.begin(metadata)
    guard isLogged || trace != nil else { return nil }
    return Watched(
      trace: trace, isLogged: isLogged, notes: CallNotes(isTraced: trace != nil), begin: StageClock.now)
  }

  /// The call has been answered with `code`; `metadata` is what the caller sent.
  func end(_ watched: Watched, _ metadata: RPCMetadata, _ target: WatchedTarget, _ code: RPCStatus.Code) {
    let notes = watched.notes
    if let trace = watched.trace { tracer?.end(trace, target, code: code, notes.stages, notes.facts) }
    guard watched.isLogged else { return }
    log.write(
      .init(
        id: id(metadata, watched.trace), user: notes.user, code: code,
        nanoseconds: StageClock.now - watched.begin, facts: notes.facts))
  }

  /// The caller's `x-request-id`, else the trace, else one of our own.
  private func id(_ metadata: RPCMetadata, _ trace: LoopTracer.Call?) -> String {
    if let id = metadata["x-request-id"], !id.isEmpty { return String(id.prefix(128)) }
    if let trace {
      return TraceContext.text(trace.context.trace.high) + TraceContext.text(trace.context.trace.low)
    }
    return TraceContext.text(random.next())
  }
}
