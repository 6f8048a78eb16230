/// Where a call stands in a trace.
package struct TraceContext: Sendable, Hashable {
  /// 128 bits, never 0.
  package var trace: TraceID
  /// The caller's span, never 0.
  package var parent: UInt64

  package struct TraceID: Sendable, Hashable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }
  }

  package init(trace: TraceID, parent: UInt64) { (self.trace, self.parent) = (trace, parent) }

  /// Reads both ids as hexadecimal digits, 16 or 32 of the trace and 16 of the span.
  init?(trace: Substring, span: Substring) {
    guard trace.utf8.count == 32 || trace.utf8.count == 16, span.utf8.count == 16,
      let low = Self.hex(trace.suffix(16)), let high = Self.hex(trace.dropLast(16)),
      let parent = Self.hex(span), parent != 0, high != 0 || low != 0
    else { return nil }
    self.init(trace: TraceID(high: high, low: low), parent: parent)
  }

  /// Up to 16 digits; nothing is 0.
  static func hex(_ digits: Substring) -> UInt64? {
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
