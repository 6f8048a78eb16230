internal import HTTP2
internal import NIOCore

extension ClientConnection {
  func unary(
    _ path: String, _ request: ByteBuffer, metadata: RPCMetadata, timeout: Duration?,
    completion: @escaping (RPCResponse) -> Void
  ) {
    let call = ClientCall(messageLimit: configuration.receivedMessageBytes, completion: completion)
    if let refusal { return call.complete(refusal) }
    guard let opened = session.request(headers: requests.block(path, metadata, timeout)) else {
      return call.complete(RPCStatus(.unavailable, "no stream number left"))
    }
    call.slot = opened.slot
    call.stream = opened.stream
    while calls.count <= Int(opened.slot) { calls.append(nil) }
    calls[Int(opened.slot)] = call
    openCalls += 1
    session.write(slot: call.slot, stream: call.stream, ServerConnection.frame(request))
    session.finish(slot: call.slot, stream: call.stream, trailers: nil)
    if let timeout {
      let deadline = NIODeadline.now() + TimeAmount(timeout)
      call.deadline = deadline
      deadlines.add(deadline, for: self)
    }
    flushLater()
  }

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
    case .end(let slot): if let call = calls[Int(slot)] { finish(call, call.state.receiveEnd()) }
    case .closed(let slot, let code): closed(slot, code)
    case .goaway: if refusal == nil { refusal = RPCStatus(.unavailable, "the server is going away") }
    case .reset, .control, .ping, .refused, .pingAcknowledged, .settingsAcknowledged, .violation: break
    }
  }

  private func headers(_ call: ClientCall, _ headers: HTTP2Headers, _ listSize: Int, _ end: Bool) {
    var metadata = RPCMetadata()
    let head = ResponseHead(headers, metadata: &metadata)
    if end { call.trailingMetadata = metadata } else { call.initialMetadata = metadata }
    let limit = configuration.headerListBytes
    if listSize > limit {
      let status = RPCStatus(.resourceExhausted, "header list bytes: max \(limit), got \(listSize)")
      finish(call, call.state.finish(status))
    } else {
      finish(call, call.state.receive(head, end: end))
    }
    if call.state.isFinished, !end { session.reset(stream: call.stream, .cancel) }
  }

  private func data(_ slot: Int32, _ offset: Int, _ count: Int) {
    consumed += count
    guard let call = calls[Int(slot)] else { return }
    call.unconsumed += count
    if call.unconsumed >= 32 << 10 {
      session.consume(stream: call.stream, call.unconsumed)
      call.unconsumed = 0
    }
    guard var bytes = input.getSlice(at: input.readerIndex + offset, length: count) else { return }
    while !call.state.isFinished {
      switch call.deframer.next(&bytes) {
      case .needsMore: return
      case .failed(let status): finish(call, call.state.finish(status))
      case .message(let message):
        call.message = message
        finish(call, call.state.receiveMessage())
      }
    }
    session.reset(stream: call.stream, .cancel)
  }

  /// Tells the caller, and the peer if its stream is still open.
  func finish(_ call: ClientCall, _ action: ClientCallState.Action) {
    guard case .finish(let status) = action else { return }
    call.complete(status)
  }

  private func closed(_ slot: Int32, _ code: UInt32) {
    if calls.indices.contains(Int(slot)), let call = calls[Int(slot)] {
      calls[Int(slot)] = nil
      openCalls -= 1
      finish(call, call.state.close(code: code))
    }
    session.release(slot: slot)
  }

  func deadlinesPassed() {
    deadlines.cancel()
    let now = NIODeadline.now()
    var next: NIODeadline?
    for case let call? in calls where !call.state.isFinished {
      guard let deadline = call.deadline else { continue }
      if deadline <= now {
        session.reset(stream: call.stream, .cancel)
        finish(call, call.state.finish(RPCStatus(.deadlineExceeded, "deadline exceeded")))
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    if let next { deadlines.add(next, for: self) }
    flushLater()
  }
}
