/// One finished span; times are Unix nanoseconds.
package struct SpanRecord: Sendable {
  var trace: TraceContext.TraceID
  var span: UInt64
  /// 0: the trace begins here.
  var parent: UInt64
  var name: String
  var isServer = false
  var begin: UInt64
  var end: UInt64
  var attributes: [(key: String, value: Value)] = []
  var isError = false

  package enum Value: Sendable {
    case text(String)
    case number(Int64)
  }

  package init(
    trace: TraceContext.TraceID, span: UInt64, parent: UInt64, name: String, isServer: Bool = false,
    begin: UInt64, end: UInt64
  ) {
    (self.trace, self.span, self.parent, self.name) = (trace, span, parent, name)
    (self.isServer, self.begin, self.end) = (isServer, begin, end)
  }
}
