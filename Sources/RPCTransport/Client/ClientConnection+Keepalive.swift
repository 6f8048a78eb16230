internal import HTTP2
internal import NIOCore

extension ClientConnection {
  /// Begins to watch a server that may fall silent, if the configuration asks for that.
  func startKeepalive() {
    guard let interval = configuration.keepaliveInterval, keepaliveTask == nil else { return }
    let keepalive = ClientKeepalive(
      interval: interval, timeout: configuration.keepaliveTimeout, now: eventLoop.now)
    self.keepalive = keepalive
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    keepaliveTask = eventLoop.scheduleRepeatedTask(initialDelay: keepalive.grain, delay: keepalive.grain) {
      _ in
      bound.value.checkKeepalive()
    }
  }

  func endKeepalive() {
    keepaliveTask?.cancel()
    keepaliveTask = nil
    keepalive = nil
  }

  private func checkKeepalive() {
    guard let action = keepalive?.check(openCalls: openCalls, now: eventLoop.now) else { return }
    switch action {
    case .none: break
    case .ping:
      session.ping()
      flush()
    case .close(let reason):
      closed(RPCStatus(.unavailable, reason))
      context?.close(promise: nil)
    }
  }
}
