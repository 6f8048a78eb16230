internal import HTTP2
internal import NIOCore

extension ServerConnection {
  func send(_ call: RPCCall, _ message: ByteBuffer) {
    if let refusal = outboundRefusal(message.readableBytes) { return finish(call, refusal) }
    switch call.state.send() {
    case .drop: return
    case .startAndSend:
      session.startResponse(
        slot: call.slot, stream: call.stream, headers: GRPCHeaderBlocks.response(call.initialMetadata))
      session.write(slot: call.slot, stream: call.stream, Self.frame(message))
    case .send: session.write(slot: call.slot, stream: call.stream, Self.frame(message))
    }
    if !call.isWritable { call.streaming?.isBlocked = true }
    flushLater()
  }

  /// Returns what a paused call held of its stream's window.
  func giveBack(_ call: RPCCall) {
    guard call.unconsumed > 0 else { return }
    session.consume(stream: call.stream, call.unconsumed)
    call.unconsumed = 0
    flushLater()
  }
}
