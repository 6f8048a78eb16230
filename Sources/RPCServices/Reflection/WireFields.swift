/// The fields of a protobuf message as they lie in its bytes: enough to read descriptors, nothing more.
struct WireFields: Sequence, IteratorProtocol {
  struct Field {
    var number: Int
    /// The bytes of a string, bytes or message field; empty for others.
    var bytes: ArraySlice<UInt8>
    /// The value of a varint field; 0 for others.
    var varint: UInt64
  }

  private var rest: ArraySlice<UInt8>

  init(_ message: ArraySlice<UInt8>) { rest = message }

  /// Nil at the end, and at bytes that are no field.
  mutating func next() -> Field? {
    guard let tag = varint() else { return nil }
    let number = Int(truncatingIfNeeded: tag >> 3)
    switch tag & 7 {
    case 0: return varint().map { Field(number: number, bytes: [], varint: $0) }
    case 1: return skip(8, number)
    case 2:
      guard let count = varint(), count <= UInt64(rest.count) else { return nil }
      let bytes = rest.prefix(Int(count))
      rest = rest.dropFirst(Int(count))
      return Field(number: number, bytes: bytes, varint: 0)
    case 5: return skip(4, number)
    default: return nil
    }
  }

  private mutating func skip(_ count: Int, _ number: Int) -> Field? {
    guard rest.count >= count else { return nil }
    rest = rest.dropFirst(count)
    return Field(number: number, bytes: [], varint: 0)
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}

extension WireFields.Field {
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
