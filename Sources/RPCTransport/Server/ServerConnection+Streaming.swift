internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Opens the answer: its headers go out now.
  func sendHead(_ call: RPCCall) {
    guard call.state.start() else { return }
    startResponse(call)
    flushLater()
  }

  func send(_ call: RPCCall, _ message: ByteBuffer, compressed: Bool) {
    if let refusal = outboundRefusal(message.readableBytes) { return abort(call, refusal) }
    switch call.state.send() {
    case .drop: return
    case .startAndSend: startResponse(call)
    case .send: break
    }
    session.write(slot: call.slot, stream: call.stream, frame(call, message, compressed: compressed))
    if !call.isWritable { call.streaming?.isBlocked = true }
    flushLater()
  }

  private func startResponse(_ call: RPCCall) {
    session.startResponse(slot: call.slot, stream: call.stream, headers: GRPCHeaderBlocks.response(call))
  }

  /// Hands a message to a streaming handler, decompressed.
  func deliver(_ message: InboundMessage, to call: RPCCall) {
    guard !call.state.isFinished, let plain = plain(message, of: call) else { return }
    call.streaming?.onMessage?(plain)
  }

  /// The message itself, or nil: then the call has failed.
  func plain(_ message: InboundMessage, of call: RPCCall) -> ByteBuffer? {
    call.isMessageCompressed = message.isCompressed
    guard message.isCompressed else { return message.bytes }
    do {
      return try loop.codec.decompress(
        message.bytes, call.requestEncoding, limit: loop.configuration.limits.receivedMessageBytes)
    } catch {
      abort(call, error)
      return nil
    }
  }

  /// A message to send with its prefix, compressed if the call says so and the peer can read it.
  func frame(_ call: RPCCall, _ message: ByteBuffer, compressed: Bool) -> HTTP2Chunk {
    guard call.sendEncoding != .identity, compressed else { return MessageCodec.frame(message) }
    return loop.codec.frame(message, call.sendEncoding)
  }

  /// Returns what a paused call held of its stream's window.
  func giveBack(_ call: RPCCall) {
    recount(call, call.heldBytes)
    guard call.unconsumed > 0 else { return }
    session.consume(stream: call.stream, call.unconsumed)
    call.unconsumed = 0
    flushLater()
  }
}
