internal import CNghttp2
internal import NIOCore

extension SessionState {
  mutating func append(_ chunk: HTTP2Chunk, slot: Int) {
    let before = bodies[slot].heldBytes
    if bodies[slot].append(chunk) { hasLooseBodies = true }
    bufferedBytes += bodies[slot].heldBytes - before
  }

  /// The length of the next DATA frame, or "deferred"; submits the trailers with the last one.
  mutating func nextFrame(
    slot: Int, session: OpaquePointer?, stream: Int32, limit: Int, flags: inout UInt32
  ) -> Int {
    guard bodies.indices.contains(slot) else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
    let pending = bodies[slot].pendingBytes
    let ended = bodies[slot].isEnded
    if pending == 0, !ended {
      bodies[slot].isDeferred = true
      return Int(NGHTTP2_ERR_DEFERRED.rawValue)
    }
    let length = min(limit, pending)
    flags |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
    if ended, length == pending {
      flags |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if case .trailers(let block) = bodies[slot].end {
        flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
        nghttp2_submit_trailer(session, stream, block.pairs.baseAddress, block.pairs.count)
      }
    }
    return length
  }

  mutating func sendData(slot: Int, frameHeader: UnsafePointer<UInt8>, count: Int) {
    out.writeBytes(UnsafeBufferPointer(start: frameHeader, count: 9))
    guard bodies.indices.contains(slot) else { return }
    let before = bodies[slot].heldBytes
    bodies[slot].move(count, to: &out)
    bufferedBytes -= before - bodies[slot].heldBytes
    sentBytes += count
    sentFrames += 1
  }

  /// True if the stream is to be reset now that its last frame is sent.
  mutating func takeReset(slot: Int) -> Bool {
    guard bodies.indices.contains(slot), bodies[slot].resetsAtEnd else { return false }
    bodies[slot].resetsAtEnd = false
    pendingResets -= 1
    return true
  }

  var isOutputFull: Bool { out.readableBytes >= outputLimit }
}
