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

    init(type: UInt8, flags: UInt8, stream: UInt32, payload: [UInt8]) {
      (self.type, self.flags, self.stream, self.payload) = (type, flags, stream, payload)
    }

    /// The first frame of `bytes`, which it leaves; nil if that is not all there.
    init?(takenFrom bytes: inout [UInt8]) {
      guard bytes.count >= 9 else { return nil }
      let count = Int(bytes[0]) << 16 | Int(bytes[1]) << 8 | Int(bytes[2])
      guard bytes.count >= 9 + count else { return nil }
      let stream = bytes[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      self.init(
        type: bytes[3], flags: bytes[4], stream: stream & 0x7FFF_FFFF, payload: Array(bytes[9..<9 + count]))
      bytes.removeFirst(9 + count)
    }

    var description: String { "type \(type) flags \(flags) stream \(stream) \(payload.prefix(12))" }
  }

  private let socket: RawSocket
  private var bytes: [UInt8] = []
  /// The peer has closed.
  private(set) var isOver = false
  private(set) var last: Frame?

  init(_ socket: RawSocket) { self.socket = socket }

  /// The next frame, or nil at the end or after thirty silent seconds.
  mutating func next() -> Frame? {
    while true {
      if let frame = Frame(takenFrom: &bytes) {
        last = frame
        return frame
      }
      guard let more = socket.receive() else { return nil }
      if more.isEmpty {
        isOver = true
        return nil
      }
      bytes += more
    }
  }
}
