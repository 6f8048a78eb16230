internal import CZlib
package import NIOCore

/// Deflates one whole message after the other. Owns a zlib stream; used on one thread at a time.
package struct Deflater: ~Copyable {
  // zlib keeps a pointer to this record in its own state, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  package init(_ format: ZlibFormat) throws(ZlibError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let result = deflateInit2_(
      stream, Z_BEST_SPEED, Z_DEFLATED, format.windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard result == Z_OK else {
      stream.deallocate()
      throw ZlibError(code: .outOfMemory, message: "no memory to deflate")
    }
    self.stream = stream
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// The deflated bytes of `input`, or nil if they would not be fewer than `input` has.
  package func deflate(_ input: ByteBuffer) -> ByteBuffer? {
    guard input.readableBytes > 1 else { return nil }
    deflateReset(stream)
    var output = ByteBuffer()
    let room = input.readableBytes - 1
    let isWhole = input.withUnsafeReadableBytes { source in
      // zlib reads through this pointer and does not write.
      let bytes = source.bindMemory(to: UInt8.self)
      stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
      stream.pointee.avail_in = UInt32(clamping: bytes.count)
      return fill(&output, room)
    }
    return isWhole ? output : nil
  }

  /// False if `room` bytes do not suffice. The output grows with what comes, not with what might.
  private func fill(_ output: inout ByteBuffer, _ room: Int) -> Bool {
    while output.readableBytes < room {
      var code = Z_OK
      let left = room - output.readableBytes
      if output.writableBytes == 0 {
        output.reserveCapacity(minimumWritableBytes: min(left, max(1 << 10, output.readableBytes)))
      }
      output.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { space in
        let count = min(space.count, left)
        stream.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(clamping: count)
        code = CZlib.deflate(stream, Z_FINISH)
        return count - Int(stream.pointee.avail_out)
      }
      if code == Z_STREAM_END { return true }
      guard code == Z_OK || code == Z_BUF_ERROR else { return false }
    }
    return false
  }
}
