/// The fields of one row, unquoted.
struct DelimitedRow: Sendable {
  /// All fields' bytes, without delimiters.
  var bytes: [UInt8] = []
  /// Where each field ends in `bytes`.
  var ends: [Int] = []
  /// Physical line the row starts on, from 1.
  var line = 1
  /// What is wrong with the row's quoting or size, if anything.
  var flaw: String?

  var fieldCount: Int { ends.count }

  /// No bytes at all: a blank line.
  var isBlank: Bool { bytes.isEmpty && ends.count <= 1 && flaw == nil }

  /// The bytes of field `index`, from 0; empty past the last.
  subscript(index: Int) -> ArraySlice<UInt8> {
    guard ends.indices.contains(index) else { return [] }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  mutating func start(line: Int) {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    self.line = line
    flaw = nil
  }
}
