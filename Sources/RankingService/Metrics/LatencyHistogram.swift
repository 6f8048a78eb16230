/// Times by bucket; belongs to one event loop.
struct LatencyHistogram: Sendable {
  /// Upper bounds in nanoseconds.
  let bounds: [UInt64]
  /// By bucket; the last is above every bound.
  private(set) var counts: [Int]
  private(set) var nanoseconds: UInt64 = 0

  init(_ bounds: [UInt64]) {
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  mutating func record(_ time: UInt64) {
    var bucket = 0
    while bucket < bounds.count, time > bounds[bucket] { bucket += 1 }
    counts[bucket] += 1
    nanoseconds &+= time
  }

  /// A copy that shares no memory, so that recording goes on without a copy.
  var detached: LatencyHistogram {
    var copy = self
    copy.counts = counts.map { $0 }
    return copy
  }

  static func += (left: inout Self, right: Self) {
    for bucket in left.counts.indices { left.counts[bucket] += right.counts[bucket] }
    left.nanoseconds &+= right.nanoseconds
  }

  /// Whole calls, from 10 µs to 10 s: an answer takes 25 to 50 µs here, so that buckets from 100 µs alone would
  /// put every call into the first.
  static let calls = bounds([10, 20, 35, 50, 75, 100, 150, 250, 500], upTo: 10_000_000)
  /// Stages of a call and sources, from 0.5 µs to 100 ms.
  static let stages = [500] + bounds([1, 2, 4, 6, 8, 12, 16, 24, 32, 50, 100, 250, 500], upTo: 100_000)
  /// Lag of event loops, from 50 µs to 10 s.
  static let lags = bounds([50, 100, 250, 500], upTo: 10_000_000)

  /// `microseconds`, then 1, 2.5 and 5 times each power of ten from a millisecond to `end`.
  private static func bounds(_ microseconds: [UInt64], upTo end: UInt64) -> [UInt64] {
    var (all, decade) = (microseconds, UInt64(1_000))
    while decade < end {
      all += [decade, decade * 5 / 2, decade * 5]
      decade *= 10
    }
    return (all + [end]).map { $0 * 1_000 }
  }
}
