internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// A call has begun: its deadline runs, its streaming handler is told.
  func started(_ call: RPCCall) {
    if let observer = loop.observer {
      call.started = now
      observer.callStarted(method: call.method)
    }
    if let deadline = call.deadline { deadlines.add(deadline, for: self) }
    if case .streaming(let handler) = loop.methods.handler(call.method) {
      call.streaming = StreamHandlers()
      handler(call)
    }
  }

  /// Calls the handler of a whole unary request, or lets it wait while earlier answers fill the connection.
  func dispatch(_ call: RPCCall) {
    if let deadline = call.deadline, deadline <= now { return deadlinesPassed() }
    if outboundIsFull { park(call) } else { run(call) }
  }

  private func park(_ call: RPCCall) {
    call.heldMessage?.bytes.compact()
    call.isParked = true
    parked.append(call)
    loop.observer?.callsWaiting(1)
  }

  private func unpark(_ call: RPCCall) {
    call.isParked = false
    if parked.first === call { parked.removeFirst() } else { parked.removeAll { $0 === call } }
    loop.observer?.callsWaiting(-1)
  }

  /// Returns whether any call was run.
  func dispatchParked() -> Bool {
    var hasRun = false
    while let call = parked.first, !outboundIsFull {
      unpark(call)
      run(call)
      hasRun = true
    }
    return hasRun
  }

  private func run(_ call: RPCCall) {
    guard let message = call.heldMessage, case .unary(let handler) = loop.methods.handler(call.method) else {
      return
    }
    call.heldMessage = nil
    recount(call, 0)
    guard let plain = plain(message, of: call) else { return }
    handler(plain, call)
  }

  func respond(_ call: RPCCall, _ message: ByteBuffer, compressed: Bool) {
    if let refusal = outboundRefusal(message.readableBytes) { return finish(call, refusal) }
    guard call.state.respond() else { return }
    session.respond(
      slot: call.slot, stream: call.stream, headers: GRPCHeaderBlocks.response(call),
      chunk: frame(call, message, compressed: compressed),
      trailers: GRPCHeaderBlocks.trailers(.ok, call.trailingMetadata),
      thenReset: !call.state.isRequestEnded)
    finished(call, .ok)
  }

  func finish(_ call: RPCCall, _ status: RPCStatus) {
    switch call.state.finish() {
    case .drop: return
    case .trailersOnly:
      session.respond(
        slot: call.slot, stream: call.stream,
        headersOnly: GRPCHeaderBlocks.trailersOnly(
          status, initial: call.initialMetadata, trailing: call.trailingMetadata),
        thenReset: !call.state.isRequestEnded && call.streaming != nil)
      // Some proxies take a reset that overtakes their own last bytes for the answer.
      if !call.state.isRequestEnded, call.streaming == nil {
        refused[call.slot] = RefusedStream(stream: call.stream, since: loop.coarseNow)
      }
    case .trailers:
      session.finish(
        slot: call.slot, stream: call.stream,
        trailers: GRPCHeaderBlocks.trailers(status, call.trailingMetadata),
        thenReset: !call.state.isRequestEnded)
    }
    finished(call, status.code)
  }

  private func finished(_ call: RPCCall, _ code: RPCStatus.Code) {
    observe(call, code)
    if !call.cancelHandlers.isEmpty { call.cancelHandlers.removeAll() }
    letGo(call)
    flushLater()
  }

  /// The call is over, though its stream may live on: nothing of its request is kept.
  private func letGo(_ call: RPCCall) {
    if call.isParked { unpark(call) }
    if call.heldMessage != nil { call.heldMessage = nil }
    if call.deframer.bufferedBytes > 0 { call.deframer.discard() }
    // Handlers hold the call, as a rule.
    if call.streaming != nil { call.streaming = nil }
    recount(call, 0)
  }

  /// Ends a call for a reason of this side, not of its handler, which is told if it asked to be.
  func abort(_ call: RPCCall, _ status: RPCStatus) {
    guard !call.state.isFinished else { return }
    // Finishing forgets the handlers, and a handler told first could answer in place of this status.
    let handlers = call.cancelHandlers
    finish(call, status)
    call.cancelHandlers = handlers
    call.cancel()
  }

  private func observe(_ call: RPCCall, _ code: RPCStatus.Code) {
    guard let observer = loop.observer else { return }
    let elapsed = now - call.started
    observer.callFinished(
      method: call.method, code: code, nanoseconds: UInt64(clamping: elapsed.nanoseconds))
  }

  /// Ends unary calls whose request stopped half-way.
  func endStalled(now: NIODeadline) {
    let limit = TimeAmount(loop.configuration.timeouts.requestStall)
    for case let call? in calls where call.streaming == nil && !call.state.isRequestEnded {
      let silence = now - call.lastReceived
      guard !call.state.isFinished, silence > limit else { continue }
      abort(
        call, RPCStatus(.deadlineExceeded, "request stall: max \(limit.text), got \(silence.text)"))
    }
  }

  /// The stream is gone. A call that was not finished is cancelled.
  func end(slot: Int32) {
    guard calls.indices.contains(Int(slot)), let call = calls[Int(slot)].take() else { return }
    openCalls -= 1
    if !call.state.isFinished {
      _ = call.state.finish()
      observe(call, .cancelled)
      call.cancel()
    }
    letGo(call)
    call.connection = nil
    if openCalls == 0 { life.becameIdle(now: loop.coarseNow) }
    // Unless its handler keeps it, this is the last reference, and the record is used again.
    loop.giveBack(consume call)
  }

  func deadlinesPassed() {
    deadlines.cancel()
    if let next = expire(now: now) { deadlines.add(next, for: self) }
  }

  /// Ends every call whose deadline has passed; returns the next deadline.
  private func expire(now: NIODeadline) -> NIODeadline? {
    var next: NIODeadline?
    for case let call? in calls {
      guard let deadline = call.deadline, !call.state.isFinished else { continue }
      if deadline <= now {
        abort(call, RPCStatus(.deadlineExceeded, "deadline exceeded"))
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    return next
  }
}
