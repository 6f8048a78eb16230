/// Cuts a stream of bytes into rows: give it bytes one by one, take `row` whenever it says that one is complete.
///
/// A row ends at LF or CRLF outside quotes. A row longer than `maximumRowBytes`, or with broken quoting, is still
/// delivered, with its flaw named, and the next row starts at the next line end.
struct DelimitedScanner {
  static let maximumRowBytes = 1 << 20

  private enum State {
    case fieldStart
    case unquoted
    /// One byte of a doubled delimiter was seen.
    case halfDelimiter
    case quoted
    /// A quote inside quotes: the end of the field, or the first of two.
    case quoteInQuotes
  }

  private let dialect: DelimitedDialect
  private var state = State.fieldStart
  private var line = 1
  private var isComplete = false
  private(set) var row = DelimitedRow()

  init(_ dialect: DelimitedDialect) { self.dialect = dialect }

  /// Takes one byte; true if it completed `row`, which stays until the next byte.
  mutating func consume(_ byte: UInt8) -> Bool {
    if isComplete { startRow() }
    switch state {
    case .fieldStart where dialect.quotes && byte == UInt8(ascii: "\""): state = .quoted
    case .fieldStart, .unquoted: unquoted(byte)
    case .halfDelimiter: afterHalfDelimiter(byte)
    case .quoted: quoted(byte)
    case .quoteInQuotes: afterQuote(byte)
    }
    if byte == UInt8(ascii: "\n") { line += 1 }
    return isComplete
  }

  /// The input is over; true if a last row without a line end is in `row`.
  mutating func finish() -> Bool {
    if isComplete { startRow() }
    if state == .fieldStart && row.bytes.isEmpty && row.ends.isEmpty { return false }
    if state == .quoted { row.flaw = "a quoted field is never closed" }
    if state == .halfDelimiter { append(dialect.delimiter) }
    endRow()
    return true
  }

  private mutating func startRow() {
    row.start(line: line)
    isComplete = false
  }

  private mutating func unquoted(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\n"): endRow()
    case dialect.delimiter: if dialect.isDoubled { state = .halfDelimiter } else { endField() }
    default:
      append(byte)
      state = .unquoted
    }
  }

  private mutating func afterHalfDelimiter(_ byte: UInt8) {
    if byte == dialect.delimiter { return endField() }
    append(dialect.delimiter)
    state = .unquoted
    unquoted(byte)
  }

  private mutating func quoted(_ byte: UInt8) {
    if byte == UInt8(ascii: "\"") { state = .quoteInQuotes } else { append(byte) }
  }

  private mutating func afterQuote(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""):
      append(byte)
      state = .quoted
    case UInt8(ascii: "\n"), dialect.delimiter: unquoted(byte)
    case UInt8(ascii: "\r"): break
    default:
      row.flaw = "text after the closing quote of a field"
      append(byte)
      state = .unquoted
    }
  }

  private mutating func append(_ byte: UInt8) {
    if row.bytes.count < Self.maximumRowBytes {
      row.bytes.append(byte)
    } else {
      row.flaw = "the row is longer than \(Self.maximumRowBytes) bytes"
    }
  }

  private mutating func endField() {
    row.ends.append(row.bytes.count)
    state = .fieldStart
  }

  private mutating func endRow() {
    if state == .unquoted && row.bytes.count > (row.ends.last ?? 0) && row.bytes.last == UInt8(ascii: "\r") {
      row.bytes.removeLast()
    }
    endField()
    isComplete = true
  }
}
