/// One finished span; times are Unix nanoseconds.
struct SpanRecord: Sendable {
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

  enum Value: Sendable {
    case text(String)
    case number(Int64)
  }
}
