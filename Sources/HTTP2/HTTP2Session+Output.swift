internal import CNghttp2
package import NIOCore

extension HTTP2Session {
  /// The frames that may be sent now, about `limit` bytes of them, or nil if there are none.
  ///
  /// Sending closes streams, so this appends events as well.
  package func nextOutput(limit: Int) throws(HTTP2Error) -> ByteBuffer? {
    state.pointee.out.clear()
    state.pointee.outputLimit = limit
    while !state.pointee.isOutputFull {
      var bytes: UnsafePointer<UInt8>?
      let count = nghttp2_session_mem_send(session, &bytes)
      if count < 0 {
        throw HTTP2Error(code: .other, message: String(cString: nghttp2_strerror(Int32(count))))
      }
      if count == 0 { break }
      state.pointee.out.writeBytes(UnsafeBufferPointer(start: bytes, count: count))
    }
    return state.pointee.out.readableBytes > 0 ? state.pointee.out : nil
  }

  /// Neither expects nor has anything more: the connection can be closed.
  package var isFinished: Bool {
    nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
  }

  package var wantsWrite: Bool { nghttp2_session_want_write(session) != 0 }

  package func ping() { nghttp2_submit_ping(session, 0, nil) }

  /// First step of a graceful end: GOAWAY with the highest stream number, so that nothing in flight is lost.
  package func announceShutdown() { nghttp2_submit_shutdown_notice(session) }

  /// Second step: GOAWAY with the last stream received; later ones are refused.
  package func shutdown(_ reason: String = "") { goaway(.noError, reason) }

  /// GOAWAY, and no stream goes on. A reason goes before it, in a GOAWAY of its own.
  package func terminate(_ code: HTTP2ErrorCode, _ reason: String = "") {
    if !reason.isEmpty { goaway(code, reason) }
    nghttp2_session_terminate_session(session, code.rawValue)
  }

  private func goaway(_ code: HTTP2ErrorCode, _ reason: String) {
    let last = nghttp2_session_get_last_proc_stream_id(session)
    let bytes = Array(reason.utf8)
    nghttp2_submit_goaway(session, 0, last, code.rawValue, bytes, bytes.count)
  }
}
