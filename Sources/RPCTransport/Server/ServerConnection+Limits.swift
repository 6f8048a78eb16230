internal import HTTP2
internal import NIOCore

// How much of a connection's requests and answers may wait in memory. A connection always gets its fair share;
// beyond that it is held back first and refused last, and only while it holds something itself.
extension ServerConnection {
  /// What a connection may hold when the event loop's own limit is reached.
  private func share(of limit: Int) -> Int {
    FairShare.bytes(of: limit, connections: loop.connections.count)
  }

  /// Answers of all connections of the loop, those made in this read included.
  private var outboundOfLoop: Int { loop.bufferedOutboundBytes - countedOutbound + session.bufferedBytes }

  /// Earlier answers wait for the peer: more are to be made once it has taken them.
  var outboundIsFull: Bool {
    let waiting = session.bufferedBytes
    guard waiting > FairShare.least else { return false }
    let limits = loop.configuration.limits
    guard waiting > share(of: limits.loopBufferedOutboundBytes) else { return false }
    return waiting > limits.bufferedOutboundBytes || outboundOfLoop > limits.loopBufferedOutboundBytes
  }

  /// Why a message of `count` bytes is not queued, or nil.
  func outboundRefusal(_ count: Int) -> RPCStatus? {
    let limits = loop.configuration.limits
    if count > limits.sentMessageBytes {
      return RPCStatus(.resourceExhausted, "sent message bytes: max \(limits.sentMessageBytes), got \(count)")
    }
    let waiting = session.bufferedBytes
    // Far over its limit: calls begun before it was reached have all answered at once.
    if waiting > 4 * limits.bufferedOutboundBytes {
      return RPCStatus(
        .resourceExhausted, "buffered outbound bytes: max \(4 * limits.bufferedOutboundBytes), got \(waiting)"
      )
    }
    let total = outboundOfLoop
    if total > limits.loopBufferedOutboundBytes,
      waiting + count > share(of: limits.loopBufferedOutboundBytes)
    {
      return RPCStatus(
        .resourceExhausted,
        "buffered outbound bytes of the loop: max \(limits.loopBufferedOutboundBytes), got \(total)")
    }
    return nil
  }

  /// Counts what the call holds of its request anew.
  func recount(_ call: RPCCall, _ held: Int) {
    let change = held - call.countedInbound
    guard change != 0 else { return }
    call.countedInbound = held
    bufferedInbound += change
    loop.bufferedInboundBytes += change
  }

  /// Ends the call if the connection holds too much of unfinished requests.
  func checkInbound(_ call: RPCCall) {
    recount(call, call.heldBytes)
    guard let refusal = inboundRefusal else { return }
    abort(call, refusal)
  }

  private var inboundRefusal: RPCStatus? {
    let limits = loop.configuration.limits
    if bufferedInbound > limits.bufferedInboundBytes {
      return RPCStatus(
        .resourceExhausted,
        "buffered inbound bytes: max \(limits.bufferedInboundBytes), got \(bufferedInbound)")
    }
    let total = loop.bufferedInboundBytes
    let limit = limits.loopBufferedInboundBytes
    // Far over the loop's limit even a small share is too much.
    guard total > limit, bufferedInbound > (total > limit / 4 * 5 ? share(of: limit) / 4 : 1 << 20) else {
      return nil
    }
    return RPCStatus(.resourceExhausted, "buffered inbound bytes of the loop: max \(limit), got \(total)")
  }

  /// Requests that did not end in the read that brought them keep their own bytes, not those of the whole read.
  func compactHeld() {
    guard heldInRead > 0 else { return }
    heldInRead = 0
    for case let call? in calls where call.isHeldInRead {
      call.isHeldInRead = false
      call.heldMessage?.bytes.compact()
    }
  }
}
