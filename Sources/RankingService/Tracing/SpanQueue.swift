internal import Synchronization

/// Spans on their way from the event loops to the exporter: what finds no room is dropped and counted, so that a
/// slow collector never holds up a request.
package final class SpanQueue: Sendable {
  private struct State {
    var spans: [SpanRecord] = []
    var counts = SpanCounts()
  }

  private let limit: Int
  private let state = Mutex(State())

  package init(limit: Int = 4_096) { self.limit = limit }

  package var counts: SpanCounts { state.withLock { $0.counts } }

  /// Takes all of `spans` or none.
  package func add(_ spans: [SpanRecord]) {
    state.withLock { state in
      if state.spans.count + spans.count <= limit {
        state.spans += spans
      } else {
        state.counts.dropped += spans.count
      }
    }
  }

  /// All that wait.
  package func take() -> [SpanRecord] {
    state.withLock { state in
      defer { state.spans = [] }
      return state.spans
    }
  }

  package func recordExport(_ spans: Int, isGood: Bool) {
    state.withLock { state in
      if isGood { state.counts.exported += spans } else { state.counts.failed += spans }
    }
  }
}
