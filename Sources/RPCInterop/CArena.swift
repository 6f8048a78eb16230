/// Memory for the records of one C message, freed together.
final class CArena {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { for block in blocks { block.deallocate() } }

  /// A record set up by its C initialiser.
  func make<Record>(
    _ value: Record, _ initialise: (UnsafeMutablePointer<Record>?) -> Void
  ) -> UnsafeMutablePointer<Record> {
    let pointer = room(Record.self, 1)
    pointer.initialize(to: value)
    initialise(pointer)
    return pointer
  }

  func zeros(_ count: Int) -> UnsafeMutablePointer<UInt8> {
    let pointer = room(UInt8.self, count)
    pointer.initialize(repeating: 0, count: count)
    return pointer
  }

  func text(_ string: String) -> UnsafeMutablePointer<CChar> {
    let bytes = string.utf8CString
    let pointer = room(CChar.self, bytes.count)
    for (index, byte) in bytes.enumerated() { (pointer + index).initialize(to: byte) }
    return pointer
  }

  /// Pointers one after the other, as C keeps repeated messages.
  func list<Record>(
    _ records: [UnsafeMutablePointer<Record>]
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<Record>?> {
    let pointer = room(UnsafeMutablePointer<Record>?.self, records.count)
    for (index, record) in records.enumerated() { (pointer + index).initialize(to: record) }
    return pointer
  }

  private func room<Value>(_ type: Value.Type, _ count: Int) -> UnsafeMutablePointer<Value> {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
    blocks.append(UnsafeMutableRawPointer(pointer))
    return pointer
  }
}
