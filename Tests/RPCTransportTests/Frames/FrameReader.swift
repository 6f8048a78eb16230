import HTTP2

/// Frames as they come from a socket.
struct FrameReader {
  struct Frame: CustomStringConvertible {
    var type: UInt8
    var flags: UInt8
    var stream: UInt32
    var payload: [UInt8]

    /// A GOAWAY or RST_STREAM with one of these codes; an empty one stands for the end of the connection.
    func carries(_ codes: [HTTP2ErrorCode]) -> Bool {
      let bytes = type == 7 ? payload.dropFirst(4).prefix(4) : payload.prefix(4)
      let code = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return payload.isEmpty || codes.contains { $0.rawValue == code }
    }

    var description: String { "type \(type) flags \(flags) stream \(stream) \(payload.prefix(12))" }
  }

  private let socket: RawSocket
  private var bytes: [UInt8] = []
  /// The peer has closed.
  private(set) var isOver = false
  private(set) var last: Frame?

  init(_ socket: RawSocket) { self.socket = socket }

  /// The next frame, or nil at the end or after ten silent seconds.
  mutating func next() -> Frame? {
    guard fill(9) else { return nil }
    let count = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
    guard fill(9 + count) else { return nil }
    let stream = bytes[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let frame = Frame(
      type: bytes[3], flags: bytes[4], stream: stream & 0x7FFF_FFFF, payload: Array(bytes[9..<9 + count]))
    bytes.removeFirst(9 + count)
    last = frame
    return frame
  }

  private mutating func fill(_ count: Int) -> Bool {
    while bytes.count < count {
      guard let more = socket.receive() else { return false }
      if more.isEmpty {
        isOver = true
        return false
      }
      bytes += more
    }
    return true
  }
}
