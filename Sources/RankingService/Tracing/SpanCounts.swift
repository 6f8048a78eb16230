/// What became of spans.
package struct SpanCounts: Sendable {
  package var exported = 0
  /// No room in the queue.
  package var dropped = 0
  /// The collector did not take them.
  package var failed = 0
}
