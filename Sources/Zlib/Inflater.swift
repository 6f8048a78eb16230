internal import CZlib
package import NIOCore

/// Inflates one whole message after the other. Owns a zlib stream; used on one thread at a time.
package struct Inflater: ~Copyable {
  // zlib keeps a pointer to this record in its own state, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>

  package init() throws(ZlibError) {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, ZlibFormat.gzip.windowBits, ZLIB_VERSION, size) == Z_OK else {
      stream.deallocate()
      throw ZlibError(code: .outOfMemory, message: "no memory to inflate")
    }
    self.stream = stream
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The inflated bytes of `input`, which is exactly one stream; stops as soon as they exceed `limit`.
  package func inflate(
    _ input: ByteBuffer, format: ZlibFormat, limit: Int
  ) throws(ZlibError) -> ByteBuffer {
    inflateReset2(stream, format.windowBits)
    var output = ByteBuffer()
    output.reserveCapacity(min(max(limit, 1), max(256, 4 * input.readableBytes)))
    let result = input.withUnsafeReadableBytes { run($0, limit, &output) }
    switch result {
    case .success: return output
    case .failure(let error): throw error
    }
  }

  private func run(
    _ input: UnsafeRawBufferPointer, _ limit: Int, _ output: inout ByteBuffer
  ) -> Result<Void, ZlibError> {
    // zlib reads through this pointer and does not write.
    let bytes = input.bindMemory(to: UInt8.self)
    stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
    stream.pointee.avail_in = UInt32(clamping: bytes.count)
    while true {
      let room = limit - output.readableBytes
      let code = room > 0 ? step(&output, room) : probe()
      switch code {
      case Z_STREAM_END where stream.pointee.avail_in > 0:
        return .failure(
          ZlibError(code: .trailingBytes, message: "\(stream.pointee.avail_in) bytes after the stream's end"))
      case Z_STREAM_END: return .success(())
      case Z_OK where room <= 0:
        return .failure(
          ZlibError(code: .tooLarge, message: "inflated bytes: max \(limit), got at least \(limit + 1)"))
      case Z_OK: continue
      case Z_BUF_ERROR: return .failure(ZlibError(code: .truncated, message: "the stream ends early"))
      case Z_MEM_ERROR: return .failure(ZlibError(code: .outOfMemory, message: "no memory to inflate"))
      default: return .failure(ZlibError(code: .corrupt, message: text))
      }
    }
  }

  /// Inflates at most `room` bytes into the free space of `output`, which grows by doubling.
  private func step(_ output: inout ByteBuffer, _ room: Int) -> Int32 {
    if output.writableBytes == 0 {
      output.reserveCapacity(minimumWritableBytes: min(room, max(256, output.readableBytes)))
    }
    var code = Z_OK
    output.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { space in
      let count = min(space.count, room)
      stream.pointee.next_out = space.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(clamping: count)
      code = CZlib.inflate(stream, Z_NO_FLUSH)
      return count - Int(stream.pointee.avail_out)
    }
    return code
  }

  /// At the limit: the stream ends here, or one byte more says that it does not (`Z_OK`).
  private func probe() -> Int32 {
    var extra: UInt8 = 0
    return withUnsafeMutablePointer(to: &extra) { pointer in
      stream.pointee.next_out = pointer
      stream.pointee.avail_out = 1
      let code = CZlib.inflate(stream, Z_NO_FLUSH)
      // The trailer is checked without a byte coming out; without either, the input is short.
      if stream.pointee.avail_out == 0 { return code == Z_STREAM_END ? Z_OK : code }
      return code == Z_OK ? Z_BUF_ERROR : code
    }
  }

  private var text: String {
    stream.pointee.msg.map { String(cString: $0) } ?? "not a stream of this format"
  }
}
