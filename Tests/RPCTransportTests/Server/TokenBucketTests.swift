import NIOCore
import RPCTransport
import Testing

@Suite struct TokenBucketTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  @Test func allowsABurstAndThenARate() {
    var bucket = TokenBucket(burst: 10, perSecond: 5, now: start)
    for _ in 0..<10 { #expect(bucket.take(now: start) == true) }
    #expect(bucket.take(now: start) == false)
    let later = start + .seconds(1)
    for _ in 0..<5 { #expect(bucket.take(now: later) == true) }
    #expect(bucket.take(now: later) == false)
  }

  @Test func aSteadyRateIsNeverRefused() {
    var bucket = TokenBucket(burst: 2, perSecond: 100, now: start)
    for step in 0..<1_000 { #expect(bucket.take(now: start + .milliseconds(Int64(step) * 10)) == true) }
  }

  @Test func holdsNoMoreThanABurst() {
    var bucket = TokenBucket(burst: 3, perSecond: 100, now: start)
    let later = start + .hours(100)
    for _ in 0..<3 { #expect(bucket.take(now: later) == true) }
    #expect(bucket.take(now: later) == false)
  }
}
