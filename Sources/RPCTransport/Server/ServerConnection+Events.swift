internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Works through what the session has learned. Nothing done here adds events.
  func drainEvents() {
    for event in session.events { handle(event) }
    session.clearEvents()
  }

  private func handle(_ event: HTTP2Event) {
    guard !isClosed else { return }
    switch event {
    case .headers(let slot, let stream, let first, let count, let listSize, let end):
      headers(slot, stream, session.headers(first: first, count: count), Int(listSize), end)
    case .data(let slot, let offset, let count): data(slot, offset, count)
    case .end(let slot): requestEnded(slot)
    case .closed(let slot, let code):
      if code == 0 { life.callAnswered() }
      end(slot: slot)
      if !refused.isEmpty { refused[slot] = nil }
      if !pages.isEmpty { pages[slot] = nil }
      session.release(slot: slot)
    case .reset: if !life.takeReset(now: now) { calmDown("RST_STREAM") }
    case .control, .goaway: if !life.takeControl(now: now) { calmDown("control frames") }
    case .ping: ping()
    case .refused: streamRefused()
    case .pingAcknowledged:
      if !life.takeControl(now: now) { calmDown("PING answers") }
      pingAcknowledged()
    case .settingsAcknowledged: break
    case .violation(let code): violated(code)
    }
  }

  private func headers(_ slot: Int32, _ stream: Int32, _ headers: HTTP2Headers, _ listSize: Int, _ end: Bool)
  {
    while calls.count <= Int(slot) { calls.append(nil) }
    if let call = calls[Int(slot)] {
      // Trailers of a request mean nothing to gRPC; they end it.
      if end { requestEnded(call) }
      return
    }
    // Neither do those of a request that was refused.
    if !refused.isEmpty, refused[slot] != nil {
      if end { requestEnded(slot) }
      return
    }
    life.firstRequestSeen()
    let call = loop.takeCall()
    var head = RequestHead()
    let isValid = head.read(headers, metadata: &call.metadata)
    call.slot = slot
    call.lastReceived = loop.coarseNow
    call.stream = stream
    if let refusal = accept(call, head, isValid: isValid, listSize: listSize) {
      refuse(call, head, refusal, end: end)
      loop.giveBack(consume call)
      return
    }
    call.connection = self
    calls[Int(slot)] = call
    openCalls += 1
    started(call)
    if end { requestEnded(call) }
  }

  private func data(_ slot: Int32, _ offset: Int, _ count: Int) {
    consumed += count
    guard let call = calls[Int(slot)], call.streaming != nil || !call.state.isFinished else {
      return swallow(slot, count)
    }
    consume(call, count)
    guard var bytes = input.getSlice(at: input.readerIndex + offset, length: count) else { return }
    received(call, &bytes)
  }

  /// Gives the stream's window back in steps; a request that ends at once never needs it.
  private func consume(_ call: RPCCall, _ count: Int) {
    call.unconsumed += count
    guard call.unconsumed >= 32 << 10, call.streaming?.queue.isPaused != true else { return }
    session.consume(stream: call.stream, call.unconsumed)
    call.unconsumed = 0
  }

  private func received(_ call: RPCCall, _ bytes: inout ByteBuffer) {
    call.lastReceived = loop.coarseNow
    while !call.state.isFinished {
      switch call.deframer.next(&bytes) {
      case .needsMore: return checkInbound(call)
      case .failed(let status): return abort(call, status)
      case .message(let message): deliver(call, InboundMessage(bytes: message, isCompressed: false))
      case .compressed(let message): deliver(call, InboundMessage(bytes: message, isCompressed: true))
      }
    }
  }

  private func deliver(_ call: RPCCall, _ message: InboundMessage) {
    switch call.state.receiveMessage() {
    case .hold:
      call.heldMessage = message
      call.isHeldInRead = true
      heldInRead += 1
    case .deliver: call.receive(message)
    case .fail(let status): abort(call, status)
    case .drop: break
    }
  }

  private func requestEnded(_ slot: Int32) {
    // What was refused is whole now: its answer may take its time.
    if !refused.isEmpty { refused[slot] = nil }
    if let call = calls[Int(slot)] { requestEnded(call) }
  }

  private func requestEnded(_ call: RPCCall) {
    switch call.state.receiveEnd(incomplete: call.deframer.isIncomplete) {
    case .dispatch:
      if call.isHeldInRead { heldInRead -= 1 }
      call.isHeldInRead = false
      dispatch(call)
    case .halfClose: call.receiveHalfClose()
    case .fail(let status): abort(call, status)
    case .drop: break
    }
  }
}
