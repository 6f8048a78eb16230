internal import HTTP2
internal import NIOCore

extension ClientConnection {
  func drainEvents() {
    for event in session.events { handle(event) }
    session.clearEvents()
  }

  private func handle(_ event: HTTP2Event) {
    switch event {
    case .headers(let slot, _, let first, let count, let listSize, let end):
      if let call = calls[Int(slot)] {
        headers(call, session.headers(first: first, count: count), Int(listSize), end)
      }
    case .data(let slot, let offset, let count): data(slot, offset, count)
    case .end(let slot): if let call = calls[Int(slot)] { apply(call.state.receiveEnd(), to: call) }
    case .closed(let slot, let code): closed(slot, code)
    case .goaway: if refusal == nil { refusal = RPCStatus(.unavailable, "the server is going away") }
    case .reset, .control, .ping, .refused, .pingAcknowledged, .settingsAcknowledged, .violation: break
    }
  }

  private func headers(_ call: RPCClientCall, _ headers: HTTP2Headers, _ listSize: Int, _ end: Bool) {
    var metadata = RPCMetadata()
    let head = ResponseHead(headers, metadata: &metadata)
    let limit = configuration.headerListBytes
    guard listSize <= limit else {
      return fail(call, RPCStatus(.resourceExhausted, "header list bytes: max \(limit), got \(listSize)"))
    }
    let isSending = call.state.canSend || session.pendingBytes(slot: call.slot) > 0
    let action = call.state.receive(head, end: end)
    if end { call.trailingMetadata = metadata }
    if case .begin = action {
      call.initialMetadata = metadata
      call.receiveEncoding = head.encoding ?? .identity
      call.deframer = MessageDeframer(
        limit: configuration.receivedMessageBytes, compression: call.receiveEncoding != .identity)
      call.handlers.onHead?(metadata)
    }
    apply(action, to: call)
    if call.state.isFinished, !end {
      session.reset(stream: call.stream, .cancel)
    } else if end, isSending {
      // Answered in full before the request's end: nobody will read the rest (RFC 9113, section 8.1).
      session.reset(stream: call.stream, .noError)
    }
  }

  private func data(_ slot: Int32, _ offset: Int, _ count: Int) {
    consumed += count
    guard let call = calls[Int(slot)] else { return }
    call.unconsumed += count
    if call.unconsumed >= 32 << 10, !call.handlers.queue.isPaused {
      session.consume(stream: call.stream, call.unconsumed)
      call.unconsumed = 0
    }
    guard var bytes = input.getSlice(at: input.readerIndex + offset, length: count) else { return }
    while !call.state.isFinished {
      switch call.deframer.next(&bytes) {
      case .needsMore: return
      case .failed(let status): fail(call, status)
      case .message(let message): deliver(call, InboundMessage(bytes: message, isCompressed: false))
      case .compressed(let message): deliver(call, InboundMessage(bytes: message, isCompressed: true))
      }
    }
  }

  private func deliver(_ call: RPCClientCall, _ message: InboundMessage) {
    switch call.state.receiveMessage() {
    case .proceed, .begin: call.receive(message)
    case .finish(let status):
      session.reset(stream: call.stream, .cancel)
      call.ended(status, isFromPeer: false)
    }
  }

  private func apply(_ action: ClientCallState.Action, to call: RPCClientCall) {
    if case .finish(let status) = action { call.ended(status, isFromPeer: true) }
  }

  private func closed(_ slot: Int32, _ code: UInt32) {
    if calls.indices.contains(Int(slot)), let call = calls[Int(slot)] {
      calls[Int(slot)] = nil
      openCalls -= 1
      apply(call.state.close(code: code), to: call)
      // What waits for its reader may have to be decompressed; anything else is over.
      call.slot = -1
    }
    session.release(slot: slot)
  }

  /// The connection is gone, and every call with it: calls hold their connection, so it lets go of them.
  func closed(_ reason: RPCStatus) {
    if refusal == nil { refusal = reason }
    deadlines.cancel()
    endKeepalive()
    openCalls = 0
    for slot in calls.indices {
      guard let call = calls[slot] else { continue }
      calls[slot] = nil
      if case .finish(let status) = call.state.finish(reason) { call.ended(status, isFromPeer: true) }
    }
  }
}
