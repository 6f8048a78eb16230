internal import HTTP2
internal import NIOCore

/// Tells a connection that is one too many why it is closed: SETTINGS and GOAWAY (RFC 9113 section 6.8), once its
/// first bytes are there, for what is unread at the close would destroy the answer.
final class RefusedConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let reason: String
  private var timer: Scheduled<Void>?

  init(reason: String) { self.reason = reason }

  func channelActive(context: ChannelHandlerContext) {
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: .milliseconds(250)) { bound.value.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let timer else { return }
    timer.cancel()
    self.timer = nil
    context.writeAndFlush(wrapOutboundOut(frames), promise: nil)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { timer?.cancel() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private var frames: ByteBuffer {
    var bytes = ByteBuffer()
    bytes.writeBytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
    bytes.writeInteger(UInt32(8 + reason.utf8.count) << 8 | 7)
    bytes.writeBytes([0, 0, 0, 0, 0])
    bytes.writeInteger(UInt32(0))
    bytes.writeInteger(HTTP2ErrorCode.enhanceYourCalm.rawValue)
    bytes.writeString(reason)
    return bytes
  }
}
