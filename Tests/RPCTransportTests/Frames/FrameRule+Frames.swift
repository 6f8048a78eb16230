import HTTP2

// RFC 9113 sections 3 to 6.
extension FrameRule {
  private static let word: @Sendable (UInt32) -> [UInt8] = { Frames.bytes($0) }
  private static let message: [UInt8] = [0, 0, 0, 0, 1, 7]

  static let framing: [FrameRule] = [
    FrameRule("4.1/1 a frame of unknown type", .ignored) { _ in Frames.frame(0xFF, 0, 0, [1, 2, 3]) },
    FrameRule("4.1/2 undefined flags", .ignored) { _ in
      Frames.frame(6, 0x16, 0, Array(repeating: 0, count: 8))
    },
    FrameRule("4.1/3 the reserved bit", .ignored) { _ in
      Frames.frame(6, 0, 0x8000_0000, Array(repeating: 0, count: 8))
    },
    FrameRule("4.2/1 DATA of 2^14 bytes", .answer) {
      $0.headers(1, 4) + Frames.frame(0, 1, 1, [0, 0, 0, 63, 251] + Array(repeating: 1, count: 16_379))
    },
    FrameRule("4.2/2 DATA of more", .streamError([.frameSizeError])) {
      $0.headers(1, 4) + Frames.frame(0, 1, 1, Array(repeating: 1, count: 16_385))
    },
    FrameRule("4.2/3 HEADERS of more", .connectionError([.frameSizeError])) {
      Frames.frame(1, 5, 1, $0.block + Frames.block([("x-long", String(repeating: "x", count: 16_384))]))
    },
    FrameRule("4.3/1 an invalid header block", .connectionError([.compressionError])) { _ in
      Frames.frame(1, 5, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    },
    FrameRule("4.3/2 PRIORITY inside a header block", .connectionError([.protocolError])) {
      Frames.frame(1, 1, 1, $0.block) + Frames.frame(2, 0, 1, [0, 0, 0, 0, 255])
    },
    FrameRule("4.3/3 other HEADERS inside a header block", .connectionError([.protocolError])) {
      Frames.frame(1, 1, 1, $0.block) + $0.headers(3)
    },
    FrameRule("5.1/1 DATA, idle", .connectionError([.protocolError])) { _ in Frames.frame(0, 1, 1, [1]) },
    FrameRule("5.1/2 RST_STREAM, idle", .connectionError([.protocolError])) { _ in
      Frames.frame(3, 0, 1, word(8))
    },
    FrameRule("5.1/3 WINDOW_UPDATE, idle", .connectionError([.protocolError])) { _ in
      Frames.frame(8, 0, 1, word(100))
    },
    FrameRule("5.1/4 CONTINUATION, idle", .connectionError([.protocolError])) {
      Frames.frame(9, 4, 1, $0.block)
    },
    FrameRule("5.1/5 DATA, half-closed", .streamError([.streamClosed])) {
      $0.headers(1) + Frames.frame(0, 1, 1, [1])
    },
    FrameRule("5.1/6 HEADERS, half-closed", .streamError([.streamClosed])) { $0.headers(1) + $0.headers(1) },
    FrameRule("5.1/7 CONTINUATION, half-closed", .streamError([.streamClosed, .protocolError])) {
      $0.headers(1) + Frames.frame(9, 4, 1, $0.block)
    },
    FrameRule("5.1/8 DATA, closed by RST_STREAM", .streamError([.streamClosed])) {
      $0.headers(1, 4) + Frames.frame(3, 0, 1, word(8)) + Frames.frame(0, 1, 1, [1])
    },
    FrameRule("5.1/9 HEADERS, closed by RST_STREAM", .streamError([.streamClosed])) {
      $0.headers(1, 4) + Frames.frame(3, 0, 1, word(8)) + $0.headers(1)
    },
    FrameRule("5.1/10 CONTINUATION, closed", .streamError([.streamClosed, .protocolError])) {
      $0.headers(1, 4) + Frames.frame(3, 0, 1, word(8)) + Frames.frame(9, 4, 1, $0.block)
    },
    // 5.1.1/2, a smaller stream number, is ignored: nghttp2 cannot tell it from a stream closed long ago.
    FrameRule("5.1.1/1 an even stream number", .connectionError([.protocolError])) { $0.headers(2) },
    FrameRule("5.1.2/1 too many streams", .streamError([.protocolError, .refusedStream])) { request in
      (0..<200 as Range<UInt32>).flatMap { request.headers($0 * 2 + 1, 4) }
    },
    FrameRule("5.3.1/1 HEADERS that depend on themselves", .streamError([.protocolError])) {
      Frames.frame(1, 0x25, 1, word(1) + [255] + $0.block)
    },
    FrameRule("5.3.1/2 PRIORITY on itself", .streamError([.protocolError])) { _ in
      Frames.frame(2, 0, 1, word(1) + [255])
    },
    FrameRule("5.5/2 an unknown frame inside a header block", .connectionError([.protocolError])) {
      Frames.frame(1, 1, 1, $0.block) + Frames.frame(0xFF, 0, 0, [1])
    },
    FrameRule("6.1/1 DATA on stream 0", .connectionError([.protocolError])) { _ in Frames.frame(0, 1, 0, [1])
    },
    FrameRule("6.1/3 DATA with too much padding", .connectionError([.protocolError])) {
      $0.headers(1, 4) + Frames.frame(0, 9, 1, [6] + message.prefix(5))
    },
    FrameRule("6.1 padded DATA", .answer) {
      $0.headers(1, 4) + Frames.frame(0, 9, 1, [6] + message + Array(repeating: 0, count: 6))
    },
    FrameRule("6.2/3 HEADERS on stream 0", .connectionError([.protocolError])) { $0.headers(0) },
    FrameRule("6.2/4 HEADERS with too much padding", .connectionError([.protocolError])) {
      Frames.frame(1, 13, 1, [255] + $0.block)
    },
    FrameRule("6.2 padded HEADERS with a priority", .answer) {
      Frames.frame(1, 0x2D, 1, [3] + word(0) + [16] + $0.block + [0, 0, 0])
    },
    FrameRule("6.3/1 PRIORITY on stream 0", .connectionError([.protocolError])) { _ in
      Frames.frame(2, 0, 0, word(1) + [255])
    },
    FrameRule("6.3/2 PRIORITY of 4 bytes", .streamError([.frameSizeError])) {
      $0.headers(1, 4) + Frames.frame(2, 0, 1, word(0))
    },
    FrameRule("6.4/1 RST_STREAM on stream 0", .connectionError([.protocolError])) { _ in
      Frames.frame(3, 0, 0, word(8))
    },
    FrameRule("6.4/3 RST_STREAM of 3 bytes", .connectionError([.frameSizeError])) {
      $0.headers(1, 4) + Frames.frame(3, 0, 1, [0, 0, 0])
    },
    FrameRule("6.5/1 SETTINGS ACK with a payload", .connectionError([.frameSizeError])) { _ in
      Frames.frame(4, 1, 0, [0])
    },
    FrameRule("6.5/2 SETTINGS on a stream", .connectionError([.protocolError])) { _ in
      Frames.frame(4, 0, 1, [])
    },
    FrameRule("6.5/3 SETTINGS of 3 bytes", .connectionError([.frameSizeError])) { _ in
      Frames.frame(4, 0, 0, [0, 3, 0])
    },
    FrameRule("6.5.2/1 ENABLE_PUSH of 2", .connectionError([.protocolError])) { _ in Frames.settings([(2, 2)])
    },
    FrameRule("6.5.2/2 too large a window", .connectionError([.flowControlError])) { _ in
      Frames.settings([(4, 0x8000_0000)])
    },
    FrameRule("6.5.2/3 too small a frame size", .connectionError([.protocolError])) { _ in
      Frames.settings([(5, 16_383)])
    },
    FrameRule("6.5.2/4 too large a frame size", .connectionError([.protocolError])) { _ in
      Frames.settings([(5, 16_777_216)])
    },
    FrameRule("6.5.2/5 an unknown setting", .ignored) { _ in Frames.settings([(0xFF, 1)]) },
    FrameRule("6.7/2 PING ACK", .ignored) { _ in Frames.frame(6, 1, 0, Array(repeating: 9, count: 8)) },
    FrameRule("6.7/3 PING on a stream", .connectionError([.protocolError])) { _ in
      Frames.frame(6, 0, 1, Array(repeating: 0, count: 8))
    },
    FrameRule("6.7/4 PING of 6 bytes", .connectionError([.frameSizeError])) { _ in
      Frames.frame(6, 0, 0, Array(repeating: 0, count: 6))
    },
    FrameRule("6.8/1 GOAWAY on a stream", .connectionError([.protocolError])) { _ in
      Frames.frame(7, 0, 1, word(0) + word(0))
    },
    FrameRule("6.9/1 an increment of 0", .connectionError([.protocolError])) { _ in
      Frames.frame(8, 0, 0, word(0))
    },
    FrameRule("6.9/2 an increment of 0 on a stream", .streamError([.protocolError])) {
      $0.headers(1, 4) + Frames.frame(8, 0, 1, word(0))
    },
    FrameRule("6.9/3 WINDOW_UPDATE of 3 bytes", .connectionError([.frameSizeError])) { _ in
      Frames.frame(8, 0, 0, [0, 0, 1])
    },
    FrameRule("6.9.1/2 a window beyond 2^31-1", .connectionError([.flowControlError])) { _ in
      Frames.frame(8, 0, 0, word(0x7FFF_FFFF)) + Frames.frame(8, 0, 0, word(0x7FFF_FFFF))
    },
    FrameRule("6.9.1/3 a stream's window beyond 2^31-1", .streamError([.flowControlError])) {
      $0.headers(1, 4) + Frames.frame(8, 0, 1, word(0x7FFF_FFFF)) + Frames.frame(8, 0, 1, word(0x7FFF_FFFF))
    },
    FrameRule("6.10/1 CONTINUATION after CONTINUATION", .answer) {
      Frames.frame(1, 1, 1, $0.block) + Frames.frame(9, 0, 1, Frames.block([("x-a", "1")]))
        + Frames.frame(9, 4, 1, Frames.block([("x-b", "2")]))
    },
    FrameRule("6.10/2 DATA inside a header block", .connectionError([.protocolError])) {
      Frames.frame(1, 0, 1, $0.block) + Frames.frame(0, 1, 1, [1])
    },
    FrameRule("6.10/3 CONTINUATION on stream 0", .connectionError([.protocolError])) {
      Frames.frame(1, 1, 1, $0.block) + Frames.frame(9, 4, 0, Frames.block([("x-a", "1")]))
    },
    FrameRule("6.10/4 CONTINUATION after the end of headers", .connectionError([.protocolError])) {
      $0.headers(1, 4) + Frames.frame(9, 4, 1, Frames.block([("x-a", "1")]))
    },
    FrameRule("7/1 GOAWAY with an unknown code", .ignoredOrClosed) { _ in
      Frames.frame(7, 0, 0, word(0) + word(0xFF))
    },
    FrameRule("7/2 RST_STREAM with an unknown code", .ignored) {
      $0.headers(1, 4) + Frames.frame(3, 0, 1, word(0xFF))
    },
  ]
}
