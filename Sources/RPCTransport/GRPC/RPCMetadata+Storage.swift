extension RPCMetadata {
  mutating func append(name: Span<UInt8>, value: Span<UInt8>) {
    fields.append(
      Field(
        start: Int32(clamping: bytes.count), nameCount: Int32(clamping: name.count),
        valueCount: Int32(clamping: value.count)))
    name.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
  }

  func name(_ index: Int) -> ArraySlice<UInt8> {
    let field = fields[index]
    let start = Int(field.start)
    return bytes[start..<start + Int(field.nameCount)]
  }

  func value(_ index: Int) -> ArraySlice<UInt8> {
    let field = fields[index]
    let start = Int(field.start) + Int(field.nameCount)
    return bytes[start..<start + Int(field.valueCount)]
  }

  func text(_ index: Int) -> String { String(decoding: value(index), as: UTF8.self) }

  func name(_ index: Int, equals key: String) -> Bool {
    name(index).elementsEqual(key.utf8)
  }
}
