package import NIOCore

/// When a client pings a silent server, and when it gives it up. A value; time is given to it.
package struct ClientKeepalive {
  private let interval: TimeAmount
  private let timeout: TimeAmount
  private var lastHeard: NIODeadline
  private var pingSent: NIODeadline?

  package init(interval: Duration, timeout: Duration, now: NIODeadline) {
    self.interval = TimeAmount(interval)
    self.timeout = TimeAmount(timeout)
    lastHeard = now
  }

  /// How often to `check`.
  package var grain: TimeAmount {
    .nanoseconds(max(1_000_000, min(interval.nanoseconds, timeout.nanoseconds) / 4))
  }

  package enum Action: Equatable {
    case none, ping
    case close(String)
  }

  /// Bytes of the server have come: they answer a ping as well as any PING.
  package mutating func heard(now: NIODeadline) {
    lastHeard = now
    pingSent = nil
  }

  /// Without open calls nobody waits for the server, and it is left alone.
  package mutating func check(openCalls: Int, now: NIODeadline) -> Action {
    if let sent = pingSent {
      let silence = now - sent
      return silence > timeout ? .close("keepalive ping: max \(timeout.text), got \(silence.text)") : .none
    }
    guard openCalls > 0, now - lastHeard > interval else { return .none }
    pingSent = now
    return .ping
  }
}
