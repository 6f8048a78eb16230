/// NUL-terminated copies of strings, for the time a C message points at them. An inner NUL ends a copy early.
struct CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { string in
      let bytes = string.utf8CString
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
      bytes.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { copy.initialize(from: base, count: source.count) }
      }
      return copy
    }
  }

  func free() { for pointer in pointers { pointer?.deallocate() } }
}
