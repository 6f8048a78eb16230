internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Works through what the session has learned. Nothing done here adds events.
  func drainEvents() {
    for event in session.events { handle(event) }
    session.clearEvents()
  }

  private func handle(_ event: HTTP2Event) {
    switch event {
    case .headers(let slot, let stream, let first, let count, let listSize, let end):
      headers(slot, stream, session.headers(first: first, count: count), Int(listSize), end)
    case .data(let slot, let offset, let count): data(slot, offset, count)
    case .end(let slot): if let call = calls[Int(slot)] { requestEnded(call) }
    case .closed(let slot, _):
      end(slot: slot)
      if !refused.isEmpty { refused[slot] = nil }
      session.release(slot: slot)
    case .reset: if !life.takeReset(now: .now()) { calmDown("RST_STREAM") }
    case .control: if !life.takeControl(now: .now()) { calmDown("control frames") }
    case .ping: ping()
    case .refused: streamRefused()
    case .pingAcknowledged: pingAcknowledged()
    case .settingsAcknowledged, .goaway: break
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
    guard let call = calls[Int(slot)] else { return swallow(slot, count) }
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
      case .failed(let status): return finish(call, status)
      case .message(let message): deliver(call, InboundMessage(bytes: message, isCompressed: false))
      case .compressed(let message): deliver(call, InboundMessage(bytes: message, isCompressed: true))
      }
    }
  }

  /// Counts what the call holds anew.
  func recount(_ call: RPCCall, _ held: Int) {
    let change = held - call.countedInbound
    guard change != 0 else { return }
    call.countedInbound = held
    bufferedInbound += change
    loop.bufferedInboundBytes += change
  }

  private func checkInbound(_ call: RPCCall) {
    recount(call, call.heldBytes)
    let limits = loop.configuration.limits
    let limit = limits.bufferedInboundBytes
    let isShared = loop.bufferedInboundBytes > limits.loopBufferedInboundBytes && bufferedInbound > 1 << 20
    guard bufferedInbound > limit || isShared else { return }
    finish(
      call, RPCStatus(.resourceExhausted, "buffered inbound bytes: max \(limit), got \(bufferedInbound)"))
    call.heldMessage = nil
  }

  private func deliver(_ call: RPCCall, _ message: InboundMessage) {
    switch call.state.receiveMessage() {
    case .hold: call.heldMessage = message
    case .deliver: call.receive(message)
    case .fail(let status): finish(call, status)
    case .drop: break
    }
  }

  private func requestEnded(_ call: RPCCall) {
    switch call.state.receiveEnd(incomplete: call.deframer.isIncomplete) {
    case .dispatch:
      recount(call, 0)
      dispatch(call)
    case .halfClose: call.receiveHalfClose()
    case .fail(let status): finish(call, status)
    case .drop: break
    }
  }
}
