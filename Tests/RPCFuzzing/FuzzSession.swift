import Logging
import NIOCore
import NIOEmbedded
import RPCTransport

private let logger = {
  var logger = Logger(label: "fuzz")
  logger.logLevel = .critical
  return logger
}()

private let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]

/// The first byte: its lowest bit adds the client's preface, the others say how many bytes a read brings. After a read
/// whose last byte is 0xE0 or more time passes, up to half a minute: limits of time are short here.
func fuzzSession(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let first = bytes.first else { return }
  var configuration = RPCServerConfiguration.defaults
  configuration.limits.receivedMessageBytes = 4_096
  configuration.limits.bufferedOutboundBytes = 16_384
  configuration.timeouts.idle = .seconds(5)
  configuration.timeouts.keepaliveInterval = .seconds(3)
  configuration.timeouts.keepaliveTimeout = .seconds(1)
  configuration.timeouts.outboundStall = .seconds(2)
  configuration.timeouts.requestStall = .seconds(2)
  configuration.timeouts.connectionAge = .seconds(40)
  let loop = EmbeddedEventLoop()
  guard
    let connection = try? RPCServer.Connection(
      configuration: configuration, eventLoop: loop, logger: logger, router: router())
  else { return }
  let input = (first & 1 == 0 ? [] : preface) + bytes.dropFirst()
  feed(input, step: first < 2 ? input.count : Int(first >> 1), to: connection.handler, on: loop) {}
  precondition(connection.heldBytes == 0, "bytes are counted that nobody holds")
}

/// The same for a client with three calls open, each of which must end once.
func fuzzClient(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let first = bytes.first else { return }
  let loop = EmbeddedEventLoop()
  var configuration = RPCClientConfiguration.defaults
  configuration.keepaliveInterval = .seconds(3)
  guard let connection = try? RPCClient.Connection(configuration: configuration, eventLoop: loop) else {
    return
  }
  var ends = 0
  feed(Array(bytes.dropFirst()), step: Int(first) + 1, to: connection.handler, on: loop) {
    for _ in 0..<3 { connection.unary("/a.B/C", ByteBuffer(string: "x")) { _ in ends += 1 } }
  }
  precondition(ends == 3, "3 calls, \(ends) ends")
}

private func feed(
  _ input: [UInt8], step: Int, to handler: any ChannelInboundHandler, on loop: EmbeddedEventLoop,
  _ opened: () -> Void
) {
  let channel = EmbeddedChannel(handler: handler, loop: loop)
  guard let address = try? SocketAddress(ipAddress: "127.0.0.1", port: 1) else { return }
  channel.connect(to: address, promise: nil)
  opened()
  var start = 0
  while start < input.count, channel.isActive {
    let end = min(input.count, start + max(1, step))
    _ = try? channel.writeInbound(ByteBuffer(bytes: input[start..<end]))
    start = end
    loop.run()
    // At most 2^15 milliseconds: a tick every 250.
    if input[end - 1] >= 0xE0 { loop.advanceTime(by: .milliseconds(1 << Int64(input[end - 1] & 15))) }
    while (try? channel.readOutbound(as: ByteBuffer.self)) != nil {}
  }
  _ = try? channel.finish(acceptAlreadyClosed: true)
}

/// Methods of every shape; the last never answers.
private func router() -> RPCRouter {
  var router = RPCRouter()
  router.unary("/a.B/C") { message, call in call.respond(message) }
  router.unary("/a.B/Large") { _, call in call.respond(ByteBuffer(repeating: 1, count: 100_000)) }
  router.unary("/a.B/Fail") { _, call in call.fail(RPCStatus(.notFound, "not here ☺")) }
  router.unary("/a.B/Never") { _, _ in }
  router.streaming("/a.B/S") { call in
    call.onMessage { message in
      call.send(message)
      if !call.isWritable { call.pauseReading() }
    }
    call.onWritable { call.resumeReading() }
    call.onHalfClose { call.finish() }
  }
  router.http("/page") { $1(HTTPResponse(status: 200, body: ByteBuffer(string: $0.query))) }
  return router
}
