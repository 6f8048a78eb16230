/// How bytes are cut into fields.
struct DelimitedDialect: Sendable, Hashable {
  enum Encoding: Sendable {
    case utf8
    case latin1
  }

  /// One byte, or two equal ones (`::`).
  var delimiter: UInt8
  var isDoubled = false
  /// Whether `"` quotes fields, doubled inside (RFC 4180).
  var quotes = false
  var encoding = Encoding.utf8

  static let comma = DelimitedDialect(delimiter: UInt8(ascii: ","), quotes: true)
  static let semicolon = DelimitedDialect(delimiter: UInt8(ascii: ";"), quotes: true)
  static let tab = DelimitedDialect(delimiter: UInt8(ascii: "\t"))
  static let pipe = DelimitedDialect(delimiter: UInt8(ascii: "|"), encoding: .latin1)
  static let doubleColon = DelimitedDialect(
    delimiter: UInt8(ascii: ":"), isDoubled: true, encoding: .latin1)

  /// The dialect of a file whose first line is `line`: tabs, then `::`, then whichever of `;` and `,` is more.
  static func detect(_ line: some Sequence<UInt8>) -> DelimitedDialect {
    let bytes = Array(line)
    let count = { (byte: UInt8) in bytes.count { $0 == byte } }
    if count(tab.delimiter) > 0 { return .tab }
    if zip(bytes, bytes.dropFirst()).contains(where: { $0 == (0x3A, 0x3A) }) { return .doubleColon }
    return count(semicolon.delimiter) > count(comma.delimiter) ? .semicolon : .comma
  }
}
