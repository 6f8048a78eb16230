package import NIOCore

/// The clocks and counters of one connection: when it is pinged, drained or closed. A value; time is given to it.
package struct ConnectionLife {
  private enum Drain { case no, announced(NIODeadline), done }

  private let timeouts: RPCServerConfiguration.Timeouts
  private let opened: NIODeadline
  private var hasRequest = false
  private var idleSince: NIODeadline
  private var pingSent: NIODeadline?
  private var lastPing: NIODeadline
  private var stalledSince: NIODeadline?
  private var headersSince: NIODeadline?
  private var drain = Drain.no
  private var drainStarted: NIODeadline?
  private var isAged = false
  private var closingSince: NIODeadline?
  private var resets: TokenBucket
  private var control: TokenBucket
  /// Output was made since the last `watchOutput`.
  package var outputMoved = false
  package var isTerminated = false

  package init(_ configuration: RPCServerConfiguration, now: NIODeadline) {
    timeouts = configuration.timeouts
    opened = now
    idleSince = now
    lastPing = now
    let flood = configuration.flood
    resets = TokenBucket(burst: flood.resets, perSecond: flood.resetsPerSecond, now: now)
    control = TokenBucket(burst: flood.controlFrames, perSecond: flood.controlFramesPerSecond, now: now)
  }

  package enum Action: Equatable {
    case none, ping, drain, shutdown
    case close(String)
  }

  package mutating func check(openCalls: Int, now: NIODeadline) -> Action {
    if let since = closingSince, now - since > .seconds(5) { return .close("the peer takes no last bytes") }
    if !hasRequest, now - opened > TimeAmount(timeouts.firstRequest) { return .close("no request in time") }
    if let since = headersSince, now - since > TimeAmount(timeouts.firstRequest) {
      return .close("headers unfinished in time")
    }
    if let since = stalledSince, now - since > TimeAmount(timeouts.outboundStall) {
      return .close("the peer takes no bytes")
    }
    if let sent = pingSent, now - sent > TimeAmount(timeouts.keepaliveTimeout) {
      return .close("keepalive ping unanswered")
    }
    if let draining = checkDrain(now: now) { return draining }
    if openCalls == 0, now - idleSince > TimeAmount(timeouts.idle) { return .drain }
    if let age = timeouts.connectionAge, !isAged, now - opened > TimeAmount(age) {
      isAged = true
      return .drain
    }
    guard pingSent == nil, now - lastPing > TimeAmount(timeouts.keepaliveInterval) else { return .none }
    pingSent = now
    return .ping
  }

  private func checkDrain(now: NIODeadline) -> Action? {
    if case .announced(let at) = drain, now - at > .seconds(1) { return .shutdown }
    guard isAged, let since = drainStarted, now - since > TimeAmount(timeouts.connectionAgeGrace) else {
      return nil
    }
    return .close("connection age and grace are over")
  }

  /// Complete headers have come.
  package mutating func firstRequestSeen() {
    hasRequest = true
    headersSince = nil
  }

  /// `isOpen`: a header block has begun and not ended.
  package mutating func watchHeaders(isOpen: Bool, now: NIODeadline) {
    headersSince = isOpen ? headersSince ?? now : nil
  }

  package mutating func becameIdle(now: NIODeadline) { idleSince = now }

  /// A call was answered: a peer that resets some of many calls is no attacker.
  package mutating func callAnswered() { resets.credit() }

  package mutating func takeReset(now: NIODeadline) -> Bool { resets.take(now: now) }

  package mutating func takeControl(now: NIODeadline) -> Bool { control.take(now: now) }

  package mutating func watchOutput(isWaiting: Bool, now: NIODeadline) {
    if !isWaiting || outputMoved {
      stalledSince = nil
    } else if stalledSince == nil {
      stalledSince = now
    }
    outputMoved = false
  }

  /// True if the drain begins now.
  package mutating func beginDrain(now: NIODeadline) -> Bool {
    guard case .no = drain else { return false }
    drain = .announced(now)
    drainStarted = now
    return true
  }

  /// True if the second step of the drain is due.
  package mutating func pingAcknowledged() -> Bool {
    if let sent = pingSent { lastPing = sent }
    pingSent = nil
    if case .announced = drain { return true }
    return false
  }

  var isClosing: Bool { closingSince != nil }

  /// True if the connection was not closing yet.
  package mutating func beginClosing(now: NIODeadline) -> Bool {
    guard closingSince == nil else { return false }
    closingSince = now
    return true
  }

  package mutating func finishDrain() -> Bool {
    guard case .announced = drain else { return false }
    drain = .done
    return true
  }
}
