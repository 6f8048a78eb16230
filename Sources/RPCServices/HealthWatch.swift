internal import NIOCore
internal import RPCTransport

/// One Watch call: sends the status now and whenever it has changed, until the peer leaves.
final class HealthWatch {
  private let call: RPCCall
  private let service: String
  private let status: HealthStatus
  private var last: HealthStatus.Serving?
  private var watcher = 0

  init(call: RPCCall, service: String, status: HealthStatus) {
    self.call = call
    self.service = service
    self.status = status
  }

  func start() {
    let bound = NIOLoopBound(self, eventLoop: call.eventLoop)
    let eventLoop = call.eventLoop
    watcher = status.watch { eventLoop.execute { bound.value.update() } }
    call.onCancel { [self] in status.unwatch(watcher) }
    update()
  }

  private func stop(_ reason: RPCStatus) {
    status.unwatch(watcher)
    call.finish(reason)
  }

  private func update() {
    let now = status.serving(service) ?? .serviceUnknown
    guard now != last, !call.isCancelled else { return }
    last = now
    call.send(HealthCodec.response(now))
    // An open watch would hold the drain back: the watcher asks elsewhere.
    if status.isShutDown { stop(RPCStatus(.unavailable, "the server is shutting down")) }
  }
}
