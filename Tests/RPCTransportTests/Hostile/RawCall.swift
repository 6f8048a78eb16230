import HTTP2
import NIOCore

/// One request with headers and bytes of one's choosing, and the header fields of the answer.
enum RawCall {
  struct Answer {
    var fields: [String: String] = [:]
    var resetCode: UInt32?
    var body: [UInt8] = []
  }

  static func headers(_ path: String, _ more: [(String, String)] = []) -> [(String, String)] {
    [
      (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "test"),
      ("content-type", "application/grpc"), ("te", "trailers"),
    ] + more
  }

  static func send(port: Int, _ headers: [(String, String)], _ body: [UInt8], end: Bool = true) throws
    -> Answer
  {
    var configuration = HTTP2Configuration()
    configuration.maxHeaderListSize = 64 << 10
    let session = try HTTP2Session(.client, configuration: configuration)
    let socket = try RawSocket(port: port)
    let block = HTTP2HeaderBlock(headers.map { (Array($0.0.utf8), Array($0.1.utf8)) })
    guard let opened = session.request(headers: block) else { return Answer() }
    session.write(
      slot: opened.slot, stream: opened.stream,
      HTTP2Chunk(lead: 0, leadCount: 0, bytes: ByteBuffer(bytes: body)))
    if end { session.finish(slot: opened.slot, stream: opened.stream, trailers: nil) }
    var answer = Answer()
    while true {
      while let output = try session.nextOutput(limit: 65_536) {
        socket.send(Array(output.readableBytesView))
      }
      guard let bytes = socket.receive(), !bytes.isEmpty else { return answer }
      try session.receive(ByteBuffer(bytes: bytes))
      if read(session, bytes, into: &answer) { return answer }
    }
  }

  /// True once the stream is over.
  private static func read(_ session: borrowing HTTP2Session, _ input: [UInt8], into answer: inout Answer)
    -> Bool
  {
    var isOver = false
    for event in session.events {
      switch event {
      case .headers(_, _, let first, let count, _, let end):
        let headers = session.headers(first: first, count: count)
        for index in 0..<headers.count {
          let name = String(decoding: headers.name(index), as: UTF8.self)
          answer.fields[name] = String(decoding: headers.value(index), as: UTF8.self)
        }
        isOver = isOver || end
      case .data(_, let offset, let count): answer.body += input[offset..<offset + count]
      case .end: isOver = true
      case .closed(_, let code):
        if !isOver { answer.resetCode = code }
        isOver = true
      default: break
      }
    }
    session.clearEvents()
    return isOver
  }
}
