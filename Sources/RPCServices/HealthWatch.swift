internal import NIOCore
internal import RPCTransport

/// One Watch call: takes one request, then sends the status and each change of it, until the peer leaves.
final class HealthWatch {
  private let call: RPCCall
  private let status: HealthStatus
  private var service: String?
  private var last: HealthStatus.Serving?
  private var watcher: Int?

  init(call: RPCCall, status: HealthStatus) {
    self.call = call
    self.status = status
  }

  func receive(_ message: ByteBuffer) {
    guard service == nil else {
      return stop(RPCStatus(.unimplemented, "Watch request: max 1 message, got 2"))
    }
    guard let service = HealthCodec.service(in: message) else { return stop(HealthCodec.undecodable) }
    self.service = service
    let bound = NIOLoopBound(self, eventLoop: call.eventLoop)
    watcher = status.watch { bound.eventLoop.execute { bound.value.update() } }
    call.onCancel { [self] in unwatch() }
    update()
  }

  func receiveEnd() {
    guard service == nil else { return }
    stop(RPCStatus(.unimplemented, "Watch request: 1 message, got 0"))
  }

  private func stop(_ reason: RPCStatus) {
    unwatch()
    call.finish(reason)
  }

  private func unwatch() {
    if let watcher { status.unwatch(watcher) }
    watcher = nil
  }

  private func update() {
    guard let service, watcher != nil else { return }
    let now = status.serving(service) ?? .serviceUnknown
    if now != last {
      last = now
      call.send(HealthCodec.response(now))
    }
    // An open watch would hold the drain back: the watcher asks elsewhere.
    if status.isShutDown { stop(RPCStatus(.unavailable, "the server is shutting down")) }
  }
}
