internal import CNghttp2

/// A header block to send: names and values in memory of its own, in the form nghttp2 takes.
///
/// A `permanent` block is never freed and is sent without being copied; make those once, for blocks that repeat.
package final class HTTP2HeaderBlock: @unchecked Sendable {
  let pairs: UnsafeMutableBufferPointer<nghttp2_nv>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  /// Names must be lower case.
  package init(_ fields: [(name: [UInt8], value: [UInt8])], permanent: Bool = false) {
    let total = fields.reduce(0) { $0 + $1.name.count + $1.value.count }
    bytes = .allocate(capacity: max(1, total))
    pairs = .allocate(capacity: fields.count)
    let noCopy = NGHTTP2_NV_FLAG_NO_COPY_NAME.rawValue | NGHTTP2_NV_FLAG_NO_COPY_VALUE.rawValue
    let flags = permanent ? UInt8(truncatingIfNeeded: noCopy) : 0
    var end = bytes.baseAddress
    for (index, field) in fields.enumerated() {
      let name = Self.store(field.name, at: &end)
      let value = Self.store(field.value, at: &end)
      (pairs.baseAddress.map { $0 + index })?.initialize(
        to: nghttp2_nv(
          name: name, value: value, namelen: field.name.count, valuelen: field.value.count, flags: flags))
    }
    if permanent { _ = Unmanaged.passRetained(self) }
  }

  package convenience init(permanent fields: [(String, String)]) {
    self.init(fields.map { (Array($0.0.utf8), Array($0.1.utf8)) }, permanent: true)
  }

  deinit {
    pairs.deallocate()
    bytes.deallocate()
  }

  private static func store(
    _ text: [UInt8], at end: inout UnsafeMutablePointer<UInt8>?
  ) -> UnsafeMutablePointer<UInt8>? {
    let start = end
    text.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { start?.initialize(from: base, count: source.count) }
    }
    end = start.map { $0 + text.count }
    return start
  }
}
