internal import HTTP2
internal import Logging
internal import NIOCore

/// One connection of a server: bytes to the session, its events to calls, answers back to bytes.
///
/// Everything a read brings is answered by one write when the read is complete.
final class ServerConnection: ChannelInboundHandler, DeadlineOwner {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let loop: ServerLoop
  let session: HTTP2Session
  /// The open calls by slot; nil where a stream was refused before it became a call.
  var calls: [RPCCall?] = []
  /// Streams refused before they became calls, whose request has not ended.
  var refused: [Int32: RefusedStream] = [:]
  /// Streams by slot whose page has not answered yet.
  var pages: [Int32: Int32] = [:]
  var openCalls = 0
  var context: ChannelHandlerContext?
  var peerAddress: SocketAddress?
  /// What TLS said of the peer; nil on a plaintext connection.
  let security: RPCPeer.Security?
  /// Inside a read: answers wait for its end.
  var isReading = false
  var isFlushing = false
  private(set) var isClosed = false
  var isFlushScheduled = false
  /// The bytes being read; data events point into it.
  var input = ByteBuffer()
  var consumed = 0
  /// Bytes of unfinished messages.
  var bufferedInbound = 0
  var countedOutbound = 0
  /// Messages that came with the read under way and whose requests have not ended.
  var heldInRead = 0
  /// Whole unary requests that wait until earlier answers have gone out.
  var parked = CircularBuffer<RPCCall>()
  var life: ConnectionLife
  var deadlines = DeadlineTimer()
  /// Why the connection drains, told in the last GOAWAY.
  var drainReason = ""
  /// Bytes have come: the peer may be told things in HTTP/2.
  var hasSpoken = false
  var isStreamRefusalTold = false
  var isViolationTold = false

  private var isStarted = false

  var eventLoop: any EventLoop { loop.eventLoop }
  /// The loop's own clock.
  var now: NIODeadline { loop.eventLoop.now }

  init(loop: ServerLoop, now: NIODeadline, security: RPCPeer.Security? = nil) throws {
    self.loop = loop
    self.security = security
    let limits = loop.configuration.limits
    var settings = HTTP2Configuration()
    settings.maxConcurrentStreams = limits.concurrentStreams
    settings.maxHeaderListSize = limits.headerListBytes
    session = try HTTP2Session(.server, configuration: settings)
    life = ConnectionLife(loop.configuration, now: now, ageFactor: .random(in: 0.9...1.1))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    peerAddress = context.remoteAddress
    if context.channel.isActive { start() }
  }

  func channelActive(context: ChannelHandlerContext) {
    peerAddress = context.remoteAddress
    start()
    context.fireChannelActive()
  }

  private func start() {
    guard !isStarted else { return }
    isStarted = true
    loop.add(self)
    // The server's SETTINGS wait for the client's first bytes: these may not be HTTP/2.
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // Once the session is over, what still comes means nothing.
    guard !isClosed, !life.isClosing else { return }
    isReading = true
    hasSpoken = true
    life.heard(now: loop.coarseNow)
    input = unwrapInboundIn(data)
    do {
      try session.receive(input)
      drainEvents()
    } catch {
      drainEvents()
      sessionFailed(error)
    }
    compactHeld()
    input = ByteBuffer()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    if consumed > 0 {
      session.consumeConnection(consumed)
      consumed = 0
    }
    flush()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { flush() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    closed()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    closed()
    self.context = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func close() { context?.close(promise: nil) }

  /// The connection is gone; a write that fails may bring this about in the middle of anything.
  private func closed() {
    isClosed = true
    deadlines.cancel()
    for slot in calls.indices { end(slot: Int32(slot)) }
    // Now, not when the pipeline lets go of this handler: many connections may end in one turn of the loop.
    session.discardBodies()
    loop.bufferedOutboundBytes -= countedOutbound
    countedOutbound = 0
    loop.remove(self)
  }
}
