internal import NIOCore
internal import RPCTransport

/// Serves one call that answers with many messages: each after its interval, none faster than the peer reads.
final class InteropResponder {
  enum Mode {
    /// Server streaming.
    case oneRequest
    /// Each request is served as it comes.
    case atOnce
    /// All are served once the last has come.
    case afterTheLast
  }

  private let call: RPCCall
  private let mode: Mode
  private var waiting = CircularBuffer<InteropRequest.Response>()
  private var requests = 0
  private var isOver = false
  private var isSleeping = false

  init(_ call: RPCCall, _ mode: Mode) {
    self.call = call
    self.mode = mode
  }

  func start() {
    InteropService.echoMetadata(call)
    call.onMessage { [self] message in received(InteropCodec.outputRequest(message)) }
    call.onHalfClose { [self] in
      isOver = true
      if mode == .oneRequest, requests == 0 {
        return call.fail(RPCStatus(.unimplemented, "requests: 1, got 0"))
      }
      pump()
    }
    call.onWritable { [self] in pump() }
  }

  private func received(_ request: InteropRequest?) {
    if let refusal = InteropService.refusal(request, call) { return call.fail(refusal) }
    guard let request else { return }
    requests += 1
    guard mode != .oneRequest || requests == 1 else {
      return call.fail(RPCStatus(.unimplemented, "requests: 1, got 2"))
    }
    if let status = request.status, !status.isOK { return call.finish(status) }
    if request.responses.contains(where: { $0.compressed != nil }) { call.responseEncoding = .gzip }
    waiting.append(contentsOf: request.responses)
    if waiting.count > 1_000, mode == .afterTheLast {
      return call.fail(RPCStatus(.resourceExhausted, "responses that wait: max 1000, got \(waiting.count)"))
    }
    if mode == .atOnce { pump() }
  }

  /// Sends what may be sent; reads on when nothing is left to send.
  private func pump() {
    while !isSleeping, call.isWritable, let next = waiting.first {
      guard next.microseconds <= 0 else { return sleep(next.microseconds) }
      waiting.removeFirst()
      call.send(InteropCodec.outputResponse(size: next.size), compressed: next.compressed ?? false)
    }
    if !waiting.isEmpty {
      if mode == .atOnce { call.pauseReading() }
    } else if isOver {
      call.finish()
    } else {
      call.resumeReading()
    }
  }

  /// Waits before the next response.
  private func sleep(_ microseconds: Int64) {
    isSleeping = true
    if mode == .atOnce { call.pauseReading() }
    let bound = NIOLoopBound(self, eventLoop: call.eventLoop)
    call.eventLoop.scheduleTask(in: .microseconds(microseconds)) {
      bound.value.isSleeping = false
      bound.value.waiting[bound.value.waiting.startIndex].microseconds = 0
      bound.value.pump()
    }
  }
}
