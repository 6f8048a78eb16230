internal import CNghttp2

extension HTTP2Session {
  /// Answers a stream: headers, one chunk, and trailers or END_STREAM on the chunk.
  ///
  /// `thenReset`: the request has not ended and is no longer wanted; NO_ERROR follows the answer.
  package func respond(
    slot: Int32, stream: Int32, headers: HTTP2HeaderBlock, chunk: HTTP2Chunk, trailers: HTTP2HeaderBlock?,
    thenReset: Bool
  ) {
    append(chunk, slot)
    state.pointee.bodies[Int(slot)].end = trailers.map { .trailers($0) } ?? .endStream
    if thenReset { resetAtEnd(slot) }
    startResponse(slot: slot, stream: stream, headers: headers)
  }

  /// Answers a stream with headers and opens its body.
  package func startResponse(slot: Int32, stream: Int32, headers: HTTP2HeaderBlock) {
    var provider = nghttp2_data_provider(source: nghttp2_data_source(fd: slot), read_callback: readBody)
    nghttp2_submit_response(session, stream, headers.pairs.baseAddress, headers.pairs.count, &provider)
  }

  /// Answers a stream with headers alone, which end it.
  package func respond(slot: Int32, stream: Int32, headersOnly headers: HTTP2HeaderBlock, thenReset: Bool) {
    if thenReset { resetAtEnd(slot) }
    nghttp2_submit_response(session, stream, headers.pairs.baseAddress, headers.pairs.count, nil)
  }

  /// Opens a stream with a request and returns its slot and stream number, or nil if none is left.
  package func request(headers: HTTP2HeaderBlock) -> (slot: Int32, stream: Int32)? {
    let slot = state.pointee.takeSlot()
    var provider = nghttp2_data_provider(source: nghttp2_data_source(fd: slot), read_callback: readBody)
    let stream = nghttp2_submit_request(
      session, nil, headers.pairs.baseAddress, headers.pairs.count, &provider,
      UnsafeMutableRawPointer(bitPattern: Int(slot) + 1))
    guard stream > 0 else {
      state.pointee.bodies[Int(slot)].reset()
      state.pointee.freeSlots.append(slot)
      return nil
    }
    return (slot, stream)
  }

  /// Queues bytes on an open body.
  package func write(slot: Int32, stream: Int32, _ chunk: HTTP2Chunk) {
    append(chunk, slot)
    resume(slot, stream)
  }

  /// Ends a body: with trailers, or with END_STREAM on its last frame.
  package func finish(slot: Int32, stream: Int32, trailers: HTTP2HeaderBlock?, thenReset: Bool = false) {
    if thenReset { resetAtEnd(slot) }
    state.pointee.bodies[Int(slot)].end = trailers.map { .trailers($0) } ?? .endStream
    resume(slot, stream)
  }

  /// What a stream's queue holds: bytes not yet framed, and 128 more for every chunk.
  package func pendingBytes(slot: Int32) -> Int { state.pointee.bodies[Int(slot)].heldBytes }

  /// The same for all streams.
  package var bufferedBytes: Int { state.pointee.bufferedBytes }

  /// Bytes of DATA framed so far.
  package var sentBytes: Int { state.pointee.sentBytes }

  /// Changes with every HEADERS and DATA frame sent.
  package var sentFrames: Int { state.pointee.sentFrames }

  /// What could not be sent at once no longer keeps alive the larger memory that it is a slice of.
  package func compactBodies() {
    guard state.pointee.hasLooseBodies else { return }
    state.pointee.hasLooseBodies = false
    for slot in state.pointee.bodies.indices { state.pointee.bodies[slot].compactHead() }
  }

  /// Drops what no one will take any more: the connection is gone, and nothing else is asked of the session.
  package func discardBodies() {
    for slot in state.pointee.bodies.indices { state.pointee.bodies[slot].reset() }
    state.pointee.bufferedBytes = 0
  }

  package func reset(stream: Int32, _ code: HTTP2ErrorCode) {
    nghttp2_submit_rst_stream(session, 0, stream, code.rawValue)
  }

  private func resetAtEnd(_ slot: Int32) {
    state.pointee.bodies[Int(slot)].resetsAtEnd = true
    state.pointee.pendingResets += 1
  }

  private func append(_ chunk: HTTP2Chunk, _ slot: Int32) {
    state.pointee.append(chunk, slot: Int(slot))
  }

  private func resume(_ slot: Int32, _ stream: Int32) {
    guard state.pointee.bodies[Int(slot)].isDeferred else { return }
    state.pointee.bodies[Int(slot)].isDeferred = false
    nghttp2_session_resume_data(session, stream)
  }
}
