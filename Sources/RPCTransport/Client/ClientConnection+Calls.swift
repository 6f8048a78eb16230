internal import HTTP2
internal import NIOCore

extension ClientConnection {
  /// Opens a stream for a call, or says why there is none.
  func open(_ call: RPCClientCall, _ path: String, _ options: RPCCallOptions) -> RPCStatus? {
    if let refusal { return refusal }
    guard let opened = session.request(headers: requests.block(path, options)) else {
      return RPCStatus(.unavailable, "no stream number left")
    }
    call.connection = self
    call.slot = opened.slot
    call.stream = opened.stream
    while calls.count <= Int(opened.slot) { calls.append(nil) }
    calls[Int(opened.slot)] = call
    openCalls += 1
    if let timeout = options.timeout {
      let deadline = NIODeadline.now() + TimeAmount(timeout)
      call.deadline = deadline
      deadlines.add(deadline, for: self)
    }
    flushLater()
    return nil
  }

  func send(_ call: RPCClientCall, _ message: ByteBuffer, compressed: Bool) {
    guard call.state.canSend else { return }
    let isCoded = call.sendEncoding != .identity && compressed
    let chunk = isCoded ? codec.frame(message, call.sendEncoding) : MessageCodec.frame(message)
    session.write(slot: call.slot, stream: call.stream, chunk)
    if !call.isWritable { call.handlers.isBlocked = true }
    flushLater()
  }

  func halfClose(_ call: RPCClientCall) {
    guard call.state.halfClose() else { return }
    session.finish(slot: call.slot, stream: call.stream, trailers: nil)
    flushLater()
  }

  func cancel(_ call: RPCClientCall) { fail(call, RPCStatus(.cancelled, "cancelled by the caller")) }

  /// Ends a call for a reason of this side; the peer's stream is reset if there is one.
  func fail(_ call: RPCClientCall, _ status: RPCStatus) {
    guard case .finish(let status) = call.state.finish(status) else {
      // The peer's status still waits behind messages, which cannot be delivered.
      if call.pendingStatus != nil { call.ended(status, isFromPeer: false) }
      return
    }
    if call.connection != nil {
      session.reset(stream: call.stream, .cancel)
      flushLater()
    }
    call.ended(status, isFromPeer: false)
  }

  /// Returns what a paused call held of its stream's window.
  func giveBack(_ call: RPCClientCall) {
    guard call.unconsumed > 0 else { return }
    session.consume(stream: call.stream, call.unconsumed)
    call.unconsumed = 0
    flushLater()
  }

  func deadlinesPassed() {
    deadlines.cancel()
    let now = NIODeadline.now()
    var next: NIODeadline?
    for case let call? in calls where !call.state.isFinished {
      guard let deadline = call.deadline else { continue }
      if deadline <= now {
        fail(call, RPCStatus(.deadlineExceeded, "deadline exceeded"))
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    if let next { deadlines.add(next, for: self) }
    flushLater()
  }
}
