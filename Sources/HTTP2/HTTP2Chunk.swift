package import NIOCore

/// Bytes of a body, with up to eight bytes sent before them: a message and its prefix, without joining the two.
package struct HTTP2Chunk {
  /// The bytes before, the first in the highest byte.
  private var lead: UInt64
  private var leadCount: Int
  private var bytes: ByteBuffer

  /// The low `leadCount` bytes of `lead`, highest first, go before `bytes`.
  package init(lead: UInt64, leadCount: Int, bytes: ByteBuffer) {
    self.lead = leadCount == 0 ? 0 : lead << UInt64(64 - 8 * leadCount)
    self.leadCount = leadCount
    self.bytes = bytes
  }

  package var count: Int { leadCount + bytes.readableBytes }

  var isLoose: Bool { bytes.isLoose }

  mutating func compact() { bytes.compact() }

  /// Puts the other's bytes behind its own, in memory of its own.
  mutating func join(_ other: HTTP2Chunk) {
    var other = other
    if leadCount > 0 || isLoose {
      var joined = ByteBufferAllocator().buffer(capacity: 2 * (count + other.count))
      _ = move(count, to: &joined)
      self = HTTP2Chunk(lead: 0, leadCount: 0, bytes: joined)
    }
    _ = other.move(other.count, to: &bytes)
  }

  /// Moves at most `limit` bytes to `out` and returns how many.
  mutating func move(_ limit: Int, to out: inout ByteBuffer) -> Int {
    var moved = 0
    if leadCount > 0, limit > 0 { moved = moveLead(limit, to: &out) }
    let length = min(limit - moved, bytes.readableBytes)
    if length > 0 {
      bytes.readWithUnsafeReadableBytes { source in
        out.writeBytes(UnsafeRawBufferPointer(rebasing: source[..<length]))
        return length
      }
    }
    return moved + length
  }

  private mutating func moveLead(_ limit: Int, to out: inout ByteBuffer) -> Int {
    let length = min(limit, leadCount)
    withUnsafeBytes(of: lead.bigEndian) { source in
      _ = out.writeBytes(UnsafeRawBufferPointer(rebasing: source[..<length]))
    }
    lead = length == 8 ? 0 : lead << UInt64(8 * length)
    leadCount -= length
    return length
  }
}
