/// A table of a FlatBuffer whose bytes nobody vouches for: every access is checked, and what is decoded is taken
/// from a budget that all tables of a file share.
struct FlatTable {
  private let bytes: ArraySlice<UInt8>
  /// Of the table, from the first byte of the slice.
  private let position: Int
  private let budget: DecodingBudget

  /// The root table.
  init(root bytes: ArraySlice<UInt8>, budget: DecodingBudget) throws(RankerModelError) {
    let start = FlatTable(bytes, 0, budget)
    self.init(bytes, Int(try start.scalar(at: 0, UInt32.self)), budget)
  }

  private init(_ bytes: ArraySlice<UInt8>, _ position: Int, _ budget: DecodingBudget) {
    self.bytes = bytes
    self.position = position
    self.budget = budget
  }

  /// Where field `index` lies; nil when it is absent, that is has its default.
  private func field(_ index: Int) throws(RankerModelError) -> Int? {
    let table = position - Int(try scalar(at: position, Int32.self))
    let size = Int(try scalar(at: table, UInt16.self))
    let entry = 4 + 2 * index
    guard entry + 2 <= size else { return nil }
    let offset = Int(try scalar(at: table + entry, UInt16.self))
    return offset == 0 ? nil : position + offset
  }

  private func scalar<T: BitwiseCopyable>(at offset: Int, _ type: T.Type) throws(RankerModelError) -> T {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<T>.size else {
      throw RankerModelError(.malformed, "the model is cut off or its offsets are wrong, at byte \(offset)")
    }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
  }

  func value<T: BitwiseCopyable>(_ index: Int, default value: T) throws(RankerModelError) -> T {
    guard let at = try field(index) else { return value }
    return try scalar(at: at, T.self)
  }

  func table(_ index: Int) throws(RankerModelError) -> FlatTable? {
    guard let at = try field(index) else { return nil }
    return FlatTable(bytes, at + Int(try scalar(at: at, UInt32.self)), budget)
  }

  /// First byte and length of a vector whose elements take `width` bytes.
  private func vector(_ index: Int, width: Int) throws(RankerModelError) -> (start: Int, count: Int)? {
    guard let at = try field(index) else { return nil }
    let vector = at + Int(try scalar(at: at, UInt32.self))
    let count = Int(try scalar(at: vector, UInt32.self))
    guard count <= (bytes.count - vector - 4) / width else {
      throw RankerModelError(.malformed, "the model has a vector of \(count) beyond its end")
    }
    try budget.spend(count * width)
    return (vector + 4, count)
  }

  /// A vector of numbers or packed structs; empty when absent.
  func elements<T: BitwiseCopyable>(_ index: Int, _ type: T.Type) throws(RankerModelError) -> [T] {
    let width = MemoryLayout<T>.size
    guard let (start, count) = try vector(index, width: width) else { return [] }
    return bytes.withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: start + $0 * width, as: T.self) }
    }
  }

  /// A vector of bytes, read as packed elements of another type.
  func blob<T: BitwiseCopyable>(_ index: Int, as type: T.Type) throws(RankerModelError) -> [T] {
    guard let (start, count) = try vector(index, width: 1) else { return [] }
    return bytes.withUnsafeBytes { bytes in
      (0..<count / MemoryLayout<T>.size).map {
        bytes.loadUnaligned(fromByteOffset: start + $0 * MemoryLayout<T>.size, as: T.self)
      }
    }
  }

  func string(_ index: Int) throws(RankerModelError) -> String {
    String(decoding: try elements(index, UInt8.self), as: UTF8.self)
  }

  func tables(_ index: Int) throws(RankerModelError) -> [FlatTable] {
    guard let (start, count) = try vector(index, width: 4) else { return [] }
    try budget.spend(count * MemoryLayout<FlatTable>.stride)
    var result: [FlatTable] = []
    for element in 0..<count {
      let at = start + 4 * element
      result.append(FlatTable(bytes, at + Int(try scalar(at: at, UInt32.self)), budget))
    }
    return result
  }

  func strings(_ index: Int) throws(RankerModelError) -> [String] {
    guard let (start, count) = try vector(index, width: 4) else { return [] }
    var result: [String] = []
    for element in 0..<count {
      let at = start + 4 * element
      let string = at + Int(try scalar(at: at, UInt32.self))
      let length = Int(try scalar(at: string, UInt32.self))
      guard length <= bytes.count - string - 4 else {
        throw RankerModelError(.malformed, "the model has a string of \(length) beyond its end")
      }
      try budget.spend(MemoryLayout<String>.stride + length)
      let first = bytes.startIndex + string + 4
      result.append(String(decoding: bytes[first..<first + length], as: UTF8.self))
    }
    return result
  }
}
