internal import CNghttp2
internal import NIOCore

// nghttp2 calls these from mem_recv and mem_send only, with a pointer to the session's state. They append events
// and bytes; none of them receives, sends or reaches out of this module.

private typealias Session = OpaquePointer?
private typealias Frame = UnsafePointer<nghttp2_frame>?

@inline(__always)
private func state(_ userData: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SessionState>? {
  userData?.assumingMemoryBound(to: SessionState.self)
}

/// The slot kept as the stream's user data, one higher so that it is not NULL.
@inline(__always)
private func slot(_ session: OpaquePointer?, _ stream: Int32) -> Int32? {
  guard let data = nghttp2_session_get_stream_user_data(session, stream) else { return nil }
  return Int32(truncatingIfNeeded: Int(bitPattern: data) - 1)
}

private func onBeginHeaders(session: Session, frame: Frame, userData: UnsafeMutableRawPointer?) -> Int32 {
  guard let frame, let state = state(userData) else { return 0 }
  state.pointee.beginHeaders()
  if frame.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
    let slot = state.pointee.takeSlot()
    nghttp2_session_set_stream_user_data(
      session, frame.pointee.hd.stream_id, UnsafeMutableRawPointer(bitPattern: Int(slot) + 1))
  }
  return 0
}

private func onHeader(
  session: Session, frame: Frame, name: UnsafePointer<UInt8>?, nameCount: Int,
  value: UnsafePointer<UInt8>?, valueCount: Int, flags: UInt8, userData: UnsafeMutableRawPointer?
) -> Int32 {
  guard let name, let value, let state = state(userData) else { return 0 }
  state.pointee.add(name: name, nameCount: nameCount, value: value, valueCount: valueCount)
  return 0
}

private func onData(
  session: Session, flags: UInt8, stream: Int32, data: UnsafePointer<UInt8>?, count: Int,
  userData: UnsafeMutableRawPointer?
) -> Int32 {
  guard let data, let state = state(userData), let input = state.pointee.input,
    let slot = slot(session, stream)
  else { return 0 }
  state.pointee.events.append(.data(slot: slot, offset: data - input, count: count))
  return 0
}

private func onFrame(session: Session, frame: Frame, userData: UnsafeMutableRawPointer?) -> Int32 {
  guard let frame, let state = state(userData) else { return 0 }
  let header = frame.pointee.hd
  let end = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
  switch UInt32(header.type) {
  case NGHTTP2_HEADERS.rawValue:
    if let slot = slot(session, header.stream_id) {
      state.pointee.endHeaders(slot: slot, stream: header.stream_id, end: end)
    }
  case NGHTTP2_DATA.rawValue:
    if end, let slot = slot(session, header.stream_id) {
      state.pointee.events.append(.end(slot: slot))
    } else if header.length == 0 {
      state.pointee.events.append(.control)
    }
  case NGHTTP2_WINDOW_UPDATE.rawValue:
    break
  case NGHTTP2_RST_STREAM.rawValue:
    state.pointee.resetStream = header.stream_id
    state.pointee.events.append(.reset)
  case NGHTTP2_GOAWAY.rawValue:
    let goaway = frame.pointee.goaway
    state.pointee.events.append(.goaway(lastStream: goaway.last_stream_id, code: goaway.error_code))
  case NGHTTP2_SETTINGS.rawValue:
    let acknowledged = header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0
    state.pointee.events.append(acknowledged ? .settingsAcknowledged : .control)
  case NGHTTP2_PING.rawValue:
    let acknowledged = header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0
    state.pointee.events.append(acknowledged ? .pingAcknowledged : .ping)
  default:
    state.pointee.events.append(.control)
  }
  return 0
}

private func onFrameSent(session: Session, frame: Frame, userData: UnsafeMutableRawPointer?) -> Int32 {
  guard let frame, let state = state(userData) else { return 0 }
  let header = frame.pointee.hd
  if UInt32(header.type) == NGHTTP2_GOAWAY.rawValue {
    let code = frame.pointee.goaway.error_code
    if code != 0 { state.pointee.events.append(.violation(code: code)) }
    return 0
  }
  if UInt32(header.type) == NGHTTP2_RST_STREAM.rawValue {
    resetSent(frame.pointee.rst_stream.error_code, state)
    return 0
  }
  if UInt32(header.type) == NGHTTP2_HEADERS.rawValue { state.pointee.sentFrames += 1 }
  if state.pointee.pendingResets > 0, UInt32(header.type) <= NGHTTP2_HEADERS.rawValue,
    header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0, let slot = slot(session, header.stream_id),
    state.pointee.takeReset(slot: Int(slot))
  {
    nghttp2_submit_rst_stream(session, 0, header.stream_id, NGHTTP2_NO_ERROR.rawValue)
  }
  return 0
}

/// The session resets a stream. Each is counted once: here, unless `onInvalidFrame` was told of its cause, for a body
/// longer or shorter than its content-length makes nghttp2 reset the stream without a word.
private func resetSent(_ code: UInt32, _ state: UnsafeMutablePointer<SessionState>) {
  if code == NGHTTP2_REFUSED_STREAM.rawValue { state.pointee.events.append(.refused) }
  if code == NGHTTP2_NO_ERROR.rawValue { return }
  if state.pointee.countedResets > 0 {
    state.pointee.countedResets -= 1
  } else if code != NGHTTP2_REFUSED_STREAM.rawValue {
    state.pointee.events.append(.reset)
  }
}

/// A frame that breaks the rules of its stream; the session resets the stream.
private func onInvalidFrame(session: Session, frame: Frame, error: Int32, userData: UnsafeMutableRawPointer?)
  -> Int32
{
  guard let state = state(userData) else { return 0 }
  state.pointee.isInHeaders = false
  state.pointee.countedResets += 1
  state.pointee.events.append(.reset)
  return 0
}

private func onStreamClose(
  session: Session, stream: Int32, code: UInt32, userData: UnsafeMutableRawPointer?
) -> Int32 {
  if let slot = slot(session, stream), let state = state(userData) {
    // A reset with NO_ERROR is no orderly end.
    let isReset = state.pointee.resetStream == stream && code == 0
    state.pointee.events.append(.closed(slot: slot, code: isReset ? HTTP2ErrorCode.cancel.rawValue : code))
    // nghttp2 remembers closed streams for a while; the slot is not theirs any more.
    nghttp2_session_set_stream_user_data(session, stream, nil)
  }
  return 0
}

private func onSendData(
  session: Session, frame: UnsafeMutablePointer<nghttp2_frame>?, frameHeader: UnsafePointer<UInt8>?,
  count: Int, source: UnsafeMutablePointer<nghttp2_data_source>?, userData: UnsafeMutableRawPointer?
) -> Int32 {
  guard let state = state(userData), let source, let frameHeader else {
    return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
  }
  state.pointee.sendData(slot: Int(source.pointee.fd), frameHeader: frameHeader, count: count)
  // Complete, but the rest waits until the socket has taken what is there.
  return state.pointee.isOutputFull ? NGHTTP2_ERR_PAUSE.rawValue : 0
}

/// Says how many bytes the next DATA frame of a body carries; `onSendData` writes them.
func readBody(
  session: OpaquePointer?, stream: Int32, buffer: UnsafeMutablePointer<UInt8>?, limit: Int,
  flags: UnsafeMutablePointer<UInt32>?, source: UnsafeMutablePointer<nghttp2_data_source>?,
  userData: UnsafeMutableRawPointer?
) -> Int {
  guard let state = state(userData), let source, let flags else {
    return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
  }
  return state.pointee.nextFrame(
    slot: Int(source.pointee.fd), session: session, stream: stream, limit: limit, flags: &flags.pointee)
}

/// The callbacks, made once for the process and shared by all sessions.
let sharedCallbacks: SharedCallbacks = SharedCallbacks()

struct SharedCallbacks: @unchecked Sendable {
  let pointer: OpaquePointer?

  init() {
    var callbacks: OpaquePointer?
    nghttp2_session_callbacks_new(&callbacks)
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, onBeginHeaders)
    nghttp2_session_callbacks_set_on_header_callback(callbacks, onHeader)
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, onData)
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, onFrame)
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, onFrameSent)
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, onInvalidFrame)
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, onStreamClose)
    nghttp2_session_callbacks_set_send_data_callback(callbacks, onSendData)
    pointer = callbacks
  }
}
