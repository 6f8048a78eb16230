/// The fields of one header block received; the pointers die at the session's next `receive` or `clearEvents`.
package struct HTTP2Headers {
  let bytes: UnsafePointer<UInt8>
  let fields: UnsafeBufferPointer<HTTP2Field>

  package var count: Int { fields.count }

  package func name(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[index]
    return UnsafeBufferPointer(start: bytes + Int(field.start), count: Int(field.nameCount))
  }

  package func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[index]
    return UnsafeBufferPointer(
      start: bytes + Int(field.start) + Int(field.nameCount), count: Int(field.valueCount))
  }
}
