internal import RPCTransport

/// Where a call stands in a trace: W3C's `traceparent`, or Zipkin's `b3` in one field or several.
struct TraceContext: Sendable, Hashable {
  /// 128 bits, never 0.
  var trace: TraceID
  /// The caller's span, never 0.
  var parent: UInt64
  /// What the caller decided; nil left it to us.
  var isSampled: Bool?

  struct TraceID: Sendable, Hashable {
    var high: UInt64
    var low: UInt64
  }

  init(trace: TraceID, parent: UInt64, isSampled: Bool?) {
    (self.trace, self.parent, self.isSampled) = (trace, parent, isSampled)
  }

  /// Reads the call's metadata; nil if no field is there or none is well formed.
  init?(_ metadata: RPCMetadata) {
    if let text = metadata["traceparent"], let context = Self.traceparent(text) {
      self = context
    } else if let text = metadata["b3"], let context = Self.b3(text.split(separator: "-")) {
      self = context
    } else if let trace = metadata["x-b3-traceid"], let span = metadata["x-b3-spanid"] {
      let decision = metadata["x-b3-flags"] == "1" ? "d" : metadata["x-b3-sampled"]
      guard let context = Self.b3([trace[...], span[...]] + (decision.map { [$0[...]] } ?? [])) else {
        return nil
      }
      self = context
    } else {
      return nil
    }
  }

  /// "00-<32 hex>-<16 hex>-<2 hex>"; later versions may go on after the flags.
  private static func traceparent(_ text: String) -> TraceContext? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", hex(parts[0]) != nil,
      parts[0] != "00" || parts.count == 4, parts[1].utf8.count == 32, parts[2].utf8.count == 16,
      parts[3].utf8.count == 2, let flags = hex(parts[3])
    else { return nil }
    return context(parts[1], parts[2], isSampled: flags & 1 == 1)
  }

  /// Trace, span and perhaps a decision: 0, 1, d, true or false.
  private static func b3(_ parts: [Substring]) -> TraceContext? {
    guard parts.count >= 2, parts[1].utf8.count == 16 else { return nil }
    let decisions: [Substring: Bool] = ["1": true, "d": true, "true": true, "0": false, "false": false]
    return context(parts[0], parts[1], isSampled: parts.count > 2 ? decisions[parts[2]] : nil)
  }

  private static func context(_ trace: Substring, _ span: Substring, isSampled: Bool?) -> TraceContext? {
    guard trace.utf8.count == 32 || trace.utf8.count == 16, let low = hex(trace.suffix(16)),
      let high = hex(trace.dropLast(16)), let parent = hex(span), parent != 0, high != 0 || low != 0
    else { return nil }
    return TraceContext(trace: TraceID(high: high, low: low), parent: parent, isSampled: isSampled)
  }

  /// Up to 16 digits; nothing is 0.
  private static func hex(_ digits: Substring) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits.utf8 {
      guard let nibble = Character(UnicodeScalar(digit)).hexDigitValue else { return nil }
      value = value << 4 | UInt64(nibble)
    }
    return value
  }
}

extension TraceContext {
  /// The `traceparent` that names `span` of this trace.
  func traceparent(span: UInt64) -> String {
    "00-\(Self.text(trace.high))\(Self.text(trace.low))-\(Self.text(span))-01"
  }

  /// Sixteen hexadecimal digits.
  static func text(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
