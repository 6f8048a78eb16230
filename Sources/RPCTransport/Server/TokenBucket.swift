package import NIOCore

/// Allows `burst` events at once and `perSecond` in the long run. The clock is given, not read.
package struct TokenBucket {
  private let burst: Int64
  private let perSecond: Int64
  private var tokens: Int64
  private var last: NIODeadline

  package init(burst: Int, perSecond: Int, now: NIODeadline) {
    self.burst = Int64(max(1, burst))
    self.perSecond = Int64(max(0, perSecond))
    tokens = self.burst
    last = now
  }

  /// Takes one token; false if none is left.
  package mutating func take(now: NIODeadline) -> Bool {
    if tokens < burst {
      let elapsed = min((now - last).nanoseconds, 3_600_000_000_000)
      let refill = max(0, elapsed) / 1_000 * perSecond / 1_000_000
      if refill > 0 {
        tokens = min(burst, tokens + refill)
        last = now
      }
    } else {
      last = now
    }
    return take()
  }

  /// Gives back one token: something useful happened in between.
  package mutating func credit() { tokens = min(burst, tokens + 1) }

  private mutating func take() -> Bool {
    guard tokens > 0 else { return false }
    tokens -= 1
    return true
  }
}
