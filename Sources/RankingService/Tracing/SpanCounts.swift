/// What became of spans.
struct SpanCounts: Sendable {
  var exported = 0
  /// No room in the queue.
  var dropped = 0
  /// The collector did not take them.
  var failed = 0
}
