import NIOCore
import NIOEmbedded
import RPCTransport
import Testing

/// A call holds its connection and the connection its calls: losing the connection must end that.
struct LostConnectionTests {
  @Test func aLostConnectionEndsItsCallsAndIsFreed() throws {
    weak var handler: (any ChannelInboundHandler)?
    var ends = 0
    do {
      let loop = EmbeddedEventLoop()
      let connection = try RPCClient.Connection(configuration: .defaults, eventLoop: loop)
      handler = connection.handler
      let channel = EmbeddedChannel(handler: connection.handler, loop: loop)
      channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
      for _ in 0..<3 { connection.unary("/a.B/C", ByteBuffer(string: "x")) { _ in ends += 1 } }
      loop.run()
      _ = try channel.finish(acceptAlreadyClosed: true)
    }
    #expect(ends == 3)
    #expect(handler == nil)
  }
}
