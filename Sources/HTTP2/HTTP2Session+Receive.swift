internal import CNghttp2
package import NIOCore

extension HTTP2Session {
  /// Takes the readable bytes of `input` and appends events. Offsets of `.data` count from its reader index.
  package func receive(_ input: ByteBuffer) throws(HTTP2Error) {
    let result = input.withUnsafeReadableBytes { bytes in
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      state.pointee.input = base
      defer { state.pointee.input = nil }
      return nghttp2_session_mem_recv(session, base, bytes.count)
    }
    guard result < 0 else { return }
    throw HTTP2Error(code: Self.code(result), message: Self.text(result))
  }

  /// The events so far; valid until `clearEvents`.
  package var events: UnsafeBufferPointer<HTTP2Event> { state.pointee.events.buffer }

  package func clearEvents() { state.pointee.clearEvents() }

  /// The fields of a `.headers` event; valid until `clearEvents`.
  package func headers(first: Int32, count: Int32) -> HTTP2Headers {
    let fields = UnsafeBufferPointer(rebasing: state.pointee.fields.buffer[Int(first)..<Int(first + count)])
    return HTTP2Headers(bytes: UnsafePointer(state.pointee.headerBytes.base), fields: fields)
  }

  /// Frees a slot after its `.closed`.
  package func release(slot: Int32) {
    state.pointee.bufferedBytes -= state.pointee.bodies[Int(slot)].heldBytes
    if state.pointee.bodies[Int(slot)].resetsAtEnd { state.pointee.pendingResets -= 1 }
    state.pointee.bodies[Int(slot)].reset()
    state.pointee.freeSlots.append(slot)
  }

  /// Gives bytes of the connection's window back to the peer.
  package func consumeConnection(_ count: Int) {
    nghttp2_session_consume_connection(session, count)
  }

  /// Gives bytes of a stream's window back to the peer.
  package func consume(stream: Int32, _ count: Int) {
    nghttp2_session_consume_stream(session, stream, count)
  }

  private static func code(_ result: Int) -> HTTP2Error.Code {
    switch result {
    case Int(NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue): .badPreface
    case Int(NGHTTP2_ERR_FLOODED.rawValue): .flooded
    case Int(NGHTTP2_ERR_NOMEM.rawValue): .outOfMemory
    default: .other
    }
  }

  private static func text(_ result: Int) -> String {
    String(cString: nghttp2_strerror(Int32(clamping: result)))
  }
}
