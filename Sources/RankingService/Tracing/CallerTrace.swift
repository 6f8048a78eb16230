package import RPCTransport

/// What a caller says of tracing: W3C's `traceparent`, or Zipkin's `b3` in one field or several. A field that is not
/// well formed counts as absent.
package struct CallerTrace: Sendable, Hashable {
  /// The trace that the call belongs to; nil: the caller names none.
  package var context: TraceContext?
  /// What the caller decided; nil left it to us.
  package var isSampled: Bool?

  init(context: TraceContext? = nil, isSampled: Bool? = nil) {
    (self.context, self.isSampled) = (context, isSampled)
  }

  /// Reads a call's metadata.
  package init(_ metadata: RPCMetadata) {
    self =
      Self.traceparent(metadata.values("traceparent")) ?? metadata["b3"].flatMap(Self.b3)
      ?? Self.b3Fields(metadata)
  }

  /// "00-<32 hex>-<16 hex>-<2 hex>", lower case, once; later versions may go on after the flags (W3C Trace Context, 3.2).
  private static func traceparent(_ values: [String]) -> CallerTrace? {
    guard values.count == 1, !values[0].utf8.contains(where: (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains)
    else { return nil }
    let parts = values[0].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", TraceContext.hex(parts[0]) != nil,
      parts[0] != "00" || parts.count == 4, parts[1].utf8.count == 32, parts[3].utf8.count == 2,
      let flags = TraceContext.hex(parts[3]), let context = TraceContext(trace: parts[1], span: parts[2])
    else { return nil }
    return CallerTrace(context: context, isSampled: flags & 1 == 1)
  }

  /// Trace, span and perhaps a decision and a parent; or the decision alone.
  private static func b3(_ text: String) -> CallerTrace? {
    if let isSampled = decisions[text] { return CallerTrace(isSampled: isSampled) }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 2, let context = TraceContext(trace: parts[0], span: parts[1]) else { return nil }
    return CallerTrace(context: context, isSampled: parts.count > 2 ? decisions[String(parts[2])] : nil)
  }

  /// The decision stands without ids too.
  private static func b3Fields(_ metadata: RPCMetadata) -> CallerTrace {
    var context: TraceContext?
    if let trace = metadata["x-b3-traceid"], let span = metadata["x-b3-spanid"] {
      context = TraceContext(trace: trace[...], span: span[...])
    }
    let isDebug = metadata["x-b3-flags"] == "1"
    return CallerTrace(
      context: context, isSampled: isDebug ? true : metadata["x-b3-sampled"].flatMap { decisions[$0] })
  }

  private static let decisions = ["1": true, "d": true, "true": true, "0": false, "false": false]
}
