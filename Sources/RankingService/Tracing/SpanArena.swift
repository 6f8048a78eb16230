/// Memory for the parts of one C message, freed together.
final class SpanArena {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit { for block in blocks { block.deallocate() } }

  /// `values` in C memory; they are plain C structs or pointers, which need no deinitialisation.
  func array<Value>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
    let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(1, values.count))
    for (index, value) in values.enumerated() { (memory + index).initialize(to: value) }
    blocks.append(UnsafeMutableRawPointer(memory))
    return memory
  }

  func one<Value>(_ value: Value) -> UnsafeMutablePointer<Value> { array([value]) }

  /// As C keeps repeated messages: an array of pointers to each.
  func repeated<Value>(_ values: [Value]) -> UnsafeMutablePointer<UnsafeMutablePointer<Value>?> {
    let first = array(values)
    return array(values.indices.map { Optional(first + $0) })
  }

  func string(_ text: String) -> UnsafeMutablePointer<CChar> {
    array(text.utf8.filter { $0 != 0 }.map { CChar(bitPattern: $0) } + [0])
  }
}
