package import NIOCore

/// Lets one line a second through for each reason, so that strangers cannot fill a log.
package struct LogThrottle {
  private var last: [RPCRefusal: NIODeadline] = [:]
  private var suppressed: [RPCRefusal: Int] = [:]

  package init() {}

  /// The lines left out since the last one, or nil if this one is to be left out as well.
  package mutating func permits(_ reason: RPCRefusal, now: NIODeadline) -> Int? {
    if let last = last[reason], now - last < .seconds(1) {
      suppressed[reason, default: 0] += 1
      return nil
    }
    last[reason] = now
    return suppressed.removeValue(forKey: reason) ?? 0
  }
}
