internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// A call has begun: its deadline runs, its streaming handler is told.
  func started(_ call: RPCCall) {
    if let observer = loop.observer {
      call.started = .now()
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
    if let deadline = call.deadline, deadline <= .now() { return deadlinesPassed() }
    if outboundIsFull {
      call.heldMessage?.bytes.compact()
      parked.append(call)
      loop.observer?.callsWaiting(1)
    } else {
      run(call)
    }
  }

  /// Returns whether any call was run.
  func dispatchParked() -> Bool {
    var hasRun = false
    while let call = parked.first, !outboundIsFull {
      parked.removeFirst()
      loop.observer?.callsWaiting(-1)
      if call.connection != nil, !call.state.isFinished { run(call) }
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
    if let observer = loop.observer {
      let elapsed = NIODeadline.now() - call.started
      observer.callFinished(
        method: call.method, code: code, nanoseconds: UInt64(clamping: elapsed.nanoseconds))
    }
    if !call.cancelHandlers.isEmpty { call.cancelHandlers.removeAll() }
    // Handlers hold the call, as a rule.
    if call.streaming != nil { call.streaming = nil }
    flushLater()
  }

  /// Ends unary calls whose request stopped half-way.
  func endStalled(now: NIODeadline) {
    let limit = TimeAmount(loop.configuration.timeouts.requestStall)
    for case let call? in calls where call.streaming == nil && !call.state.isRequestEnded {
      let silence = now - call.lastReceived
      guard !call.state.isFinished, silence > limit else { continue }
      finish(
        call, RPCStatus(.deadlineExceeded, "request stall: max \(limit.text), got \(silence.text)"))
    }
  }

  /// The stream is gone. A call that was not finished is cancelled.
  func end(slot: Int32) {
    guard calls.indices.contains(Int(slot)), let call = calls[Int(slot)].take() else { return }
    openCalls -= 1
    recount(call, 0)
    if !call.state.isFinished {
      _ = call.state.finish()
      if let observer = loop.observer {
        let elapsed = NIODeadline.now() - call.started
        observer.callFinished(
          method: call.method, code: .cancelled, nanoseconds: UInt64(clamping: elapsed.nanoseconds))
      }
      call.cancel()
      call.streaming = nil
    }
    call.connection = nil
    if openCalls == 0 { life.becameIdle(now: loop.coarseNow) }
    // Unless its handler keeps it, this is the last reference, and the record is used again.
    loop.giveBack(consume call)
  }

  func deadlinesPassed() {
    deadlines.cancel()
    if let next = expire(now: .now()) { deadlines.add(next, for: self) }
  }

  /// Ends every call whose deadline has passed; returns the next deadline.
  private func expire(now: NIODeadline) -> NIODeadline? {
    var next: NIODeadline?
    for case let call? in calls {
      guard let deadline = call.deadline, !call.state.isFinished else { continue }
      if deadline <= now {
        // Finishing forgets the handlers, and a handler told first could answer in place of the deadline.
        let handlers = call.cancelHandlers
        finish(call, RPCStatus(.deadlineExceeded, "deadline exceeded"))
        call.cancelHandlers = handlers
        call.cancel()
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    return next
  }
}
