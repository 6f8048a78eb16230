internal import HTTP2
internal import NIOCore

extension ServerConnection {
  /// Body bytes of a request that was refused.
  func swallow(_ slot: Int32, _ count: Int) {
    guard let stream = refused[slot]?.stream else { return }
    if refused[slot]?.swallow(count) == true {
      session.reset(stream: stream, .noError)
    } else {
      session.consume(stream: stream, count)
    }
  }

  /// Resets refused streams whose body does not end.
  func endRefused(now: NIODeadline) {
    for (slot, refusal) in refused where refusal.isOverdue(now: now) {
      refused[slot] = nil
      session.reset(stream: refusal.stream, .noError)
      flushLater()
    }
  }
}
