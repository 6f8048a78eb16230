package import NIOCore

/// The `grpc-timeout` header: one to eight digits and a unit out of H, M, S, m, u, n.
package enum GRPCTimeout {
  /// The amount, or nil if malformed. Amounts beyond what a clock holds are cut, not refused.
  package static func parse(_ text: UnsafeBufferPointer<UInt8>) -> TimeAmount? {
    guard (2...9).contains(text.count), let unit = text.last else { return nil }
    var value: Int64 = 0
    for digit in text.dropLast() {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    guard let scale = nanoseconds(of: unit) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: scale)
    return .nanoseconds(overflow ? longest : min(product, longest))
  }

  /// The shortest text that loses nothing a call would notice.
  package static func format(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let nanoseconds = overflow ? longest : max(1, whole &+ attoseconds / 1_000_000_000)
    for (unit, scale) in [("n", Int64(1)), ("u", 1_000), ("m", 1_000_000), ("S", 1_000_000_000)]
    where nanoseconds / scale <= 99_999_999 {
      return "\(max(1, nanoseconds / scale))\(unit)"
    }
    return "\(min(99_999_999, nanoseconds / 3_600_000_000_000))H"
  }

  /// About 100 years: added to any clock of this process without overflow.
  private static let longest: Int64 = 3_153_600_000_000_000_000

  private static func nanoseconds(of unit: UInt8) -> Int64? {
    switch unit {
    case UInt8(ascii: "H"): 3_600_000_000_000
    case UInt8(ascii: "M"): 60_000_000_000
    case UInt8(ascii: "S"): 1_000_000_000
    case UInt8(ascii: "m"): 1_000_000
    case UInt8(ascii: "u"): 1_000
    case UInt8(ascii: "n"): 1
    default: nil
    }
  }
}
