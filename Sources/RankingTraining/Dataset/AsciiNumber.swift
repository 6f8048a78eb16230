/// Numbers from bytes, without going through strings where it can be helped.
enum AsciiNumber {
  /// `bytes` without blanks, tabs and carriage returns around.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var rest = bytes
    while let first = rest.first, isBlank(first) { rest.removeFirst() }
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return rest
  }

  /// An optional `-` and digits that fit 64 bits; nil for anything else.
  static func integer(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = isNegative ? bytes.dropFirst() : bytes
    guard !digits.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in digits {
      guard byte >= 0x30 && byte <= 0x39 else { return nil }
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, tooLow) = product.subtractingReportingOverflow(Int64(byte - 0x30))
      if tooLarge || tooLow { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// An integer whose canonical spelling `bytes` are: `0`, or no leading zero.
  static func canonicalInteger(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes
    if digits.first == UInt8(ascii: "0") && bytes.count > 1 { return nil }
    return integer(bytes)
  }

  /// A finite decimal number; nil for anything else.
  static func float(_ bytes: ArraySlice<UInt8>) -> Float? {
    if bytes.count == 1, let byte = bytes.first, byte >= 0x30 && byte <= 0x39 { return Float(byte - 0x30) }
    guard let value = Float(String(decoding: bytes, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// Whole seconds: an integer, or a decimal number whose fraction is dropped.
  static func seconds(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if let value = integer(bytes) { return value }
    guard let value = Double(String(decoding: bytes, as: UTF8.self)) else { return nil }
    return Int64(exactly: value.rounded(.towardZero))
  }
}
