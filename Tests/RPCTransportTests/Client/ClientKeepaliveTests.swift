import NIOCore
import NIOEmbedded
import RPCTransport
import Testing

@Suite struct ClientKeepaliveTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

  private var keepalive: ClientKeepalive {
    ClientKeepalive(interval: .seconds(10), timeout: .seconds(2), now: start)
  }

  @Test func aSilentServerIsPingedAndGivenUp() {
    var keepalive = self.keepalive
    #expect(keepalive.check(openCalls: 1, now: start + .seconds(10)) == .none)
    #expect(keepalive.check(openCalls: 1, now: start + .seconds(11)) == .ping)
    #expect(keepalive.check(openCalls: 1, now: start + .seconds(13)) == .none)
    #expect(
      keepalive.check(openCalls: 1, now: start + .seconds(14)) == .close("keepalive ping: max 2 s, got 3 s"))
  }

  @Test func anyByteAnswers() {
    var keepalive = self.keepalive
    _ = keepalive.check(openCalls: 1, now: start + .seconds(11))
    keepalive.heard(now: start + .seconds(12))
    #expect(keepalive.check(openCalls: 1, now: start + .seconds(22)) == .none)
    #expect(keepalive.check(openCalls: 1, now: start + .seconds(23)) == .ping)
  }

  @Test func withoutCallsTheServerIsLeftAlone() {
    var keepalive = self.keepalive
    #expect(keepalive.check(openCalls: 0, now: start + .seconds(100)) == .none)
  }

  @Test(arguments: [nil, Duration.seconds(5)])
  func aCallOfASilentServerEnds(_ interval: Duration?) throws {
    let loop = EmbeddedEventLoop()
    var configuration = RPCClientConfiguration.defaults
    configuration.keepaliveInterval = interval
    let connection = try RPCClient.Connection(configuration: configuration, eventLoop: loop)
    let channel = EmbeddedChannel(handler: connection.handler, loop: loop)
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    var ending: RPCStatus?
    connection.unary("/a.B/C", ByteBuffer()) { ending = $0.status }
    loop.advanceTime(by: .seconds(40))
    if interval == nil {
      #expect(ending == nil && channel.isActive)
    } else {
      #expect(ending?.code == .unavailable && !channel.isActive)
      #expect(ending?.message.hasPrefix("keepalive ping: max 20 s, got ") == true)
    }
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}
