/// A C string that lives as long as this object.
final class CText {
  /// NUL-terminated; never written to, but protobuf-c's fields are not const.
  let pointer: UnsafeMutablePointer<CChar>

  init(_ text: String) {
    let bytes = text.utf8CString
    pointer = .allocate(capacity: bytes.count)
    _ = UnsafeMutableBufferPointer(start: pointer, count: bytes.count).initialize(from: bytes)
  }

  deinit { pointer.deallocate() }
}
