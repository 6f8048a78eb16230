import HTTP2

// RFC 9113 section 8 and RFC 7541.
extension FrameRule {
  private static func malformed(_ name: String, _ bytes: @escaping @Sendable (Request) -> [UInt8])
    -> FrameRule
  {
    FrameRule(name, .streamError([.protocolError]), bytes)
  }

  static let messages: [FrameRule] = [
    malformed("8.1/1 a second HEADERS without END_STREAM") {
      $0.headers(1, 4) + Frames.frame(1, 4, 1, Frames.block([("x-trailer", "1")]))
    },
    malformed("8.1.2/1 an upper-case name") { $0.headers(1, 5, [("X-Upper", "1")]) },
    malformed("8.1.2.1/1 an unknown pseudo-field") { $0.changed { $0.insert((":what", "1"), at: 0) } },
    malformed("8.1.2.1/2 :status in a request") { $0.changed { $0.insert((":status", "200"), at: 0) } },
    malformed("8.1.2.1/3 a pseudo-field in trailers") {
      $0.headers(1, 4) + Frames.frame(1, 5, 1, Frames.block([(":path", "/")]))
    },
    malformed("8.1.2.1/4 a pseudo-field after others") { $0.changed { $0.insert(("x-first", "1"), at: 0) } },
    malformed("8.1.2.2/1 a field of the connection") { $0.headers(1, 5, [("connection", "keep-alive")]) },
    malformed("8.1.2.2/2 te other than trailers") {
      $0.changed { fields in
        fields.removeAll { $0.0 == "te" }
        fields.append(("te", "trailers, deflate"))
      }
    },
    malformed("8.1.2.3/1 an empty :path") {
      $0.changed { fields in
        fields = fields.map { $0.0 == ":path" ? (":path", "") : $0 }
      }
    },
    malformed("8.1.2.3/2 no :method") { $0.without(":method") },
    malformed("8.1.2.3/3 no :scheme") { $0.without(":scheme") },
    malformed("8.1.2.3/4 no :path") { $0.without(":path") },
    malformed("8.1.2.3/5 :method twice") { $0.twice(":method") },
    malformed("8.1.2.3/6 :scheme twice") { $0.twice(":scheme") },
    malformed("8.1.2.3/7 :path twice") { $0.twice(":path") },
    malformed("8.1.2.6/1 content-length other than the body") {
      $0.headers(1, 4, [("content-length", "1")]) + Frames.frame(0, 1, 1, [0, 0, 0, 0])
    },
    malformed("8.1.2.6/2 content-length other than the sum") {
      $0.headers(1, 4, [("content-length", "1")]) + Frames.frame(0, 0, 1, [0, 0])
        + Frames.frame(0, 1, 1, [0, 0])
    },
    FrameRule("8.2/1 PUSH_PROMISE from a client", .connectionError([.protocolError])) {
      $0.headers(1, 4) + Frames.frame(5, 4, 1, Frames.bytes(3) + $0.block)
    },
    FrameRule("hpack 2.3.3/1 an index beyond the tables", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, $0.block + [0xC6])
    },
    FrameRule("hpack 4.2/1 a size update at the end", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, $0.block + [0x21])
    },
    FrameRule("hpack 5.2/1 Huffman padding of a byte", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, $0.block + [0, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x84, 0x49, 0x50, 0x9F, 0xFF])
    },
    FrameRule("hpack 5.2/2 Huffman padding of zeros", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, $0.block + [0, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x83, 0x49, 0x50, 0x90])
    },
    FrameRule("hpack 5.2/3 Huffman EOS", .connectionError([.compressionError])) {
      Frames.frame(
        1, 5, 1, $0.block + [0, 0x85, 0xF2, 0xB2, 0x4A, 0x87, 0xFF, 0xFF, 0xFF, 0xFD, 0x25, 0x42, 0x7F])
    },
    FrameRule("hpack 6.1/1 index 0", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, $0.block + [0x80])
    },
    FrameRule("hpack 6.3/1 a table larger than allowed", .connectionError([.compressionError])) {
      Frames.frame(1, 5, 1, [0x3F, 0xE1, 0x7F] + $0.block)
    },
  ]
}
