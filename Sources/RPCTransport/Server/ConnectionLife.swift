package import NIOCore

/// The clocks and counters of one connection: when it is pinged, drained or closed. A value; time is given to it.
package struct ConnectionLife {
  private enum Drain { case no, announced(NIODeadline), done }

  private let timeouts: RPCServerConfiguration.Timeouts
  private let opened: NIODeadline
  private var hasRequest = false
  private var idleSince: NIODeadline
  private var lastHeard: NIODeadline
  private var pingSent: NIODeadline?
  private var age: TimeAmount?
  private var stalledSince: NIODeadline?
  private var headersSince: NIODeadline?
  private var drain = Drain.no
  private var drainStarted: NIODeadline?
  private var isAged = false
  private var closingSince: NIODeadline?
  private var resets: TokenBucket
  private var control: TokenBucket
  private let pingPolicy: (interval: TimeAmount, strikes: Int)
  private var pingStrikes = 0
  private var lastPeerPing: NIODeadline?
  /// Frames of answers sent when the peer pinged last.
  private var sentAtPing = 0
  /// Bytes of answers sent when the output was watched last.
  private var sentBytes = 0
  /// Output of any kind was made since the last `watchOutput`.
  package var outputMoved = false
  package var isTerminated = false

  /// `ageFactor` spreads the ends of connections that began together.
  package init(_ configuration: RPCServerConfiguration, now: NIODeadline, ageFactor: Double = 1) {
    timeouts = configuration.timeouts
    opened = now
    idleSince = now
    lastHeard = now
    age = timeouts.connectionAge.map { .nanoseconds(Int64(Double(TimeAmount($0).nanoseconds) * ageFactor)) }
    let flood = configuration.flood
    let interval = TimeAmount(flood.minimumPingInterval)
    pingPolicy = (.nanoseconds(interval.nanoseconds / 10 * 9), flood.pingStrikes)
    resets = TokenBucket(burst: flood.resets, perSecond: flood.resetsPerSecond, now: now)
    control = TokenBucket(burst: flood.controlFrames, perSecond: flood.controlFramesPerSecond, now: now)
  }

  package enum Action: Equatable {
    case none, ping, shutdown
    case drain(String)
    case close(String)
  }

  package mutating func check(openCalls: Int, now: NIODeadline) -> Action {
    if let since = closingSince, now - since > .seconds(5) { return .close("the peer takes no last bytes") }
    if !hasRequest, let text = over("first request", timeouts.firstRequest, opened, now) {
      return .close(text)
    }
    if let since = headersSince, let text = over("header block", timeouts.firstRequest, since, now) {
      return .close(text)
    }
    if let since = stalledSince, let text = over("outbound stall", timeouts.outboundStall, since, now) {
      return .close(text)
    }
    if let text = checkKeepalive(now: now) { return .close(text) }
    if let draining = checkDrain(now: now) { return draining }
    if openCalls == 0, let text = over("idle time", timeouts.idle, idleSince, now) { return .drain(text) }
    if let age, !isAged, now - opened > age {
      isAged = true
      return .drain("connection age: max \(age.text), got \((now - opened).text)")
    }
    guard pingSent == nil, now - lastHeard > TimeAmount(timeouts.keepaliveInterval) else { return .none }
    pingSent = now
    return .ping
  }

  private func over(_ what: String, _ limit: Duration, _ since: NIODeadline, _ now: NIODeadline) -> String? {
    now - since > TimeAmount(limit) ? "\(what): max \(limit.text), got \((now - since).text)" : nil
  }

  private mutating func checkKeepalive(now: NIODeadline) -> String? {
    guard let sent = pingSent else { return nil }
    guard lastHeard <= sent else {
      pingSent = nil
      return nil
    }
    return over("keepalive ping", timeouts.keepaliveTimeout, sent, now)
  }

  private func checkDrain(now: NIODeadline) -> Action? {
    if case .announced(let at) = drain, now - at > .seconds(1) { return .shutdown }
    guard isAged, let since = drainStarted else { return nil }
    return over("connection age grace", timeouts.connectionAgeGrace, since, now).map { .close($0) }
  }

  /// Bytes of the peer have come.
  package mutating func heard(now: NIODeadline) { lastHeard = now }

  /// A PING of the peer; false if it pings too often.
  ///
  /// - Parameter sent: frames of answers sent so far: clients measure the path with a ping whenever they receive some.
  package mutating func takePing(sent: Int, now: NIODeadline) -> Bool {
    defer { lastPeerPing = now }
    if sent != sentAtPing {
      sentAtPing = sent
      pingStrikes = 0
      return true
    }
    guard let last = lastPeerPing, now - last < pingPolicy.interval else { return true }
    pingStrikes += 1
    return pingStrikes <= pingPolicy.strikes
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

  /// Told now and then what waits to be sent.
  ///
  /// A peer can have all kinds of frames sent to it for the asking: while answers wait, only bytes of answers count.
  ///
  /// - Parameters:
  ///   - waiting: bytes of answers that wait.
  ///   - sent: bytes of answers sent so far.
  package mutating func watchOutput(waiting: Int, sent: Int, isSocketFull: Bool, now: NIODeadline) {
    let isWaiting = waiting > 0 || isSocketFull
    let hasMoved = waiting > 0 ? sent != sentBytes : outputMoved
    if !isWaiting || hasMoved {
      stalledSince = nil
    } else if stalledSince == nil {
      stalledSince = now
    }
    sentBytes = sent
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
    if let sent = pingSent { lastHeard = max(lastHeard, sent) }
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
