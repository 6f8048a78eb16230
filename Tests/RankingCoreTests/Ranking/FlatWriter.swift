/// Writes FlatBuffers by hand, parents before children, so that any two offsets may point at one thing.
struct FlatWriter {
  /// Where an offset stands, to be pointed somewhere.
  struct Slot {
    fileprivate let at: Int
  }

  enum Field {
    case int(Int32)
    case byte(UInt8)
    case double(Double)
    /// Takes the slot's number among the table's.
    case offset
  }

  private(set) var bytes: [UInt8] = [0, 0, 0, 0]

  /// A table with `fields` by number, and its offsets in ascending order of their fields. The first one is the root.
  mutating func table(_ fields: [Int: Field]) -> (position: Int, slots: [Slot]) {
    let count = (fields.keys.max() ?? -1) + 1
    let numbers = fields.keys.sorted()
    let vtable = bytes.count
    append(UInt16(4 + 2 * count))
    append(UInt16(4 + 8 * numbers.count))
    for field in 0..<count {
      append(UInt16(numbers.firstIndex(of: field).map { 4 + 8 * $0 } ?? 0))
    }
    let position = bytes.count
    if vtable == 4 { set(0, UInt32(position)) }
    append(Int32(position - vtable))
    var slots: [Slot] = []
    for field in numbers {
      let at = bytes.count
      append(UInt64(0))
      switch fields[field] {
      case .int(let value): set(at, value)
      case .byte(let value): set(at, value)
      case .double(let value): set(at, value)
      case .offset, nil: slots.append(Slot(at: at))
      }
    }
    return (position, slots)
  }

  /// A vector of numbers; `count` is in elements, or in bytes for packed ones.
  mutating func vector<T: BitwiseCopyable>(_ values: [T], count: Int? = nil) -> Int {
    let position = bytes.count
    append(UInt32(count ?? values.count))
    for value in values { append(value) }
    return position
  }

  /// A vector of `count` offsets.
  mutating func offsets(_ count: Int) -> (position: Int, slots: [Slot]) {
    let position = vector([UInt32](repeating: 0, count: count))
    return (position, (0..<count).map { Slot(at: position + 4 + 4 * $0) })
  }

  /// - Precondition: `position` lies behind the slot.
  mutating func point(_ slot: Slot, to position: Int) { set(slot.at, UInt32(position - slot.at)) }

  private mutating func append<T: BitwiseCopyable>(_ value: T) {
    withUnsafeBytes(of: value) { bytes += $0 }
  }

  private mutating func set<T: BitwiseCopyable>(_ at: Int, _ value: T) {
    withUnsafeBytes(of: value) { bytes.replaceSubrange(at..<at + $0.count, with: $0) }
  }
}
