/// HTTP/2 frames made by hand.
enum Frames {
  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0, [])

  static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) -> [UInt8] {
    let count = UInt32(payload.count)
    let head = [UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255), type, flags]
    return head + bytes(stream) + payload
  }

  static func bytes(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  /// Literal fields that enter no table.
  static func block(_ fields: [(String, String)]) -> [UInt8] {
    fields.flatMap { [0] + text($0.0) + text($0.1) }
  }

  private static func text(_ text: String) -> [UInt8] {
    integer(text.utf8.count) + Array(text.utf8)
  }

  /// HPACK's integer with a prefix of seven bits (RFC 7541 section 5.1).
  static func integer(_ value: Int) -> [UInt8] {
    guard value >= 127 else { return [UInt8(value)] }
    var bytes: [UInt8] = [127]
    var rest = value - 127
    while rest >= 128 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  /// A literal field that enters the dynamic table; index 62 names the newest entry.
  static func indexed(_ name: String, _ value: String) -> [UInt8] { [0x40] + text(name) + text(value) }

  /// One gRPC message.
  static func message(_ body: [UInt8]) -> [UInt8] { [0] + bytes(UInt32(body.count)) + body }

  /// A whole unary request: headers, and one message that ends it.
  static func call(_ stream: UInt32, _ path: String, _ body: [UInt8]) -> [UInt8] {
    frame(1, 4, stream, request(path)) + frame(0, 1, stream, message(body))
  }

  static func request(_ path: String) -> [UInt8] {
    block([
      (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "test"),
      ("content-type", "application/grpc"), ("te", "trailers"),
    ])
  }

  static func settings(_ entries: [(UInt16, UInt32)]) -> [UInt8] {
    frame(4, 0, 0, entries.flatMap { [UInt8($0.0 >> 8), UInt8($0.0 & 255)] + bytes($0.1) })
  }
}
