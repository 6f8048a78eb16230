import Logging
import NIOCore
import NIOEmbedded
import RPCTransport

/// A server without sockets whose clock stands still until it is moved: frames in, frames out.
final class EmbeddedServer {
  let loop = EmbeddedEventLoop()
  /// Requests for /later, which wait until a test answers them.
  let heldPages = HeldPages()
  private let server: RPCServer.Connection
  private var channel: EmbeddedChannel
  private var output: [UInt8] = []

  /// Ready for frames: preface and SETTINGS are exchanged.
  init(
    observer: (any RPCServerObserver)? = nil, _ change: (inout RPCServerConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = RPCServerConfiguration.defaults
    change(&configuration)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var router = Self.methods()
    router.http("/later") { [heldPages] _, reply in heldPages.replies.append(reply) }
    router.observer = observer
    server = try RPCServer.Connection(
      configuration: configuration, eventLoop: loop, logger: logger, router: router)
    channel = try Self.connect(server, loop)
    send(Frames.preface)
  }

  final class HeldPages {
    var replies: [(HTTPResponse) -> Void] = []
  }

  /// Answers the oldest request for /later.
  func answerLater(_ text: String) {
    heldPages.replies.removeFirst()(HTTPResponse(status: 200, body: ByteBuffer(string: text)))
    run()
  }

  private static func methods() -> RPCRouter {
    var router = RPCRouter()
    router.unary("/a.B/Echo") { message, call in call.respond(message) }
    router.unary("/a.B/Large") { message, call in
      let size = message.getInteger(at: message.readerIndex, as: UInt32.self) ?? 0
      call.respond(ByteBuffer(repeating: 7, count: Int(size)))
    }
    router.http("/page") { $1(HTTPResponse(status: 200, body: ByteBuffer(string: $0.query))) }
    return router
  }

  private static func connect(
    _ server: RPCServer.Connection, _ loop: EmbeddedEventLoop
  ) throws -> EmbeddedChannel {
    let channel = EmbeddedChannel(handler: server.handler, loop: loop)
    channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    return channel
  }

  /// Closes the connection and opens another one after `pause`.
  func reconnect(after pause: TimeAmount) throws {
    _ = try channel.finish(acceptAlreadyClosed: true)
    loop.advanceTime(by: pause)
    channel = try Self.connect(try server.another(), loop)
    output = []
    send(Frames.preface)
  }

  var isOpen: Bool { channel.isActive }

  /// Bytes of requests and answers that wait in memory.
  var heldBytes: Int { server.heldBytes }

  func send(_ bytes: [UInt8]) {
    guard isOpen else { return }
    _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
    run()
  }

  /// Lets time pass, and what is due happen.
  func advance(_ time: TimeAmount) {
    loop.advanceTime(by: time)
    run()
  }

  /// The frames that came since they were asked for last.
  func frames() -> [FrameReader.Frame] {
    var frames: [FrameReader.Frame] = []
    while let frame = FrameReader.Frame(takenFrom: &output) { frames.append(frame) }
    return frames
  }

  private func run() {
    loop.run()
    while let bytes = try? channel.readOutbound(as: ByteBuffer.self) { output += bytes.readableBytesView }
  }
}
