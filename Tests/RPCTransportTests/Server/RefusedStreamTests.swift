import NIOCore
import RPCTransport
import Testing

@Suite struct RefusedStreamTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  @Test func aShortBodyIsSwallowed() {
    var stream = RefusedStream(stream: 1, since: start)
    #expect(stream.swallow(RefusedStream.maxBytes) == false)
    #expect(stream.swallow(1) == true)
    #expect(stream.swallow(1) == false)
  }

  @Test func patienceEnds() {
    let stream = RefusedStream(stream: 1, since: start)
    #expect(!stream.isOverdue(now: start + RefusedStream.patience))
    #expect(stream.isOverdue(now: start + RefusedStream.patience + .nanoseconds(1)))
  }
}
