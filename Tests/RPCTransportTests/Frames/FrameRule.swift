import HTTP2
import Testing

/// Bytes after the preface and what HTTP/2 prescribes for them; named by h2spec's section and case.
struct FrameRule: Sendable, CustomTestStringConvertible {
  enum Expected: Sendable {
    /// GOAWAY with one of these codes, or the end of the connection.
    case connectionError([HTTP2ErrorCode])
    /// RST_STREAM or GOAWAY with one of these codes, or the end of the connection.
    case streamError([HTTP2ErrorCode])
    /// Headers on stream 1.
    case answer
    /// The answer to a PING sent after the bytes: they are ignored.
    case ignored
    /// The same, or the end of the connection.
    case ignoredOrClosed
  }

  /// The requests that the bytes are about.
  enum Kind: CaseIterable, Sendable { case plain, grpc }

  var name: String
  var expected: Expected
  var bytes: @Sendable (FrameRule.Request) -> [UInt8]

  init(_ name: String, _ expected: Expected, _ bytes: @escaping @Sendable (FrameRule.Request) -> [UInt8]) {
    self.name = name
    self.expected = expected
    self.bytes = bytes
  }

  var testDescription: String { name }
}

extension FrameRule {
  /// Makes header blocks of one kind of request.
  struct Request: Sendable {
    var kind: Kind

    var fields: [(String, String)] {
      let common = [(":scheme", "http"), (":path", "/test.Test/Echo"), (":authority", "test")]
      return switch kind {
      case .plain: [(":method", "GET")] + common
      case .grpc: [(":method", "POST")] + common + [("content-type", "application/grpc"), ("te", "trailers")]
      }
    }

    var block: [UInt8] { Frames.block(fields) }

    /// A whole request, answered with a body of more than ten bytes.
    func whole(_ stream: UInt32) -> [UInt8] {
      switch kind {
      case .plain: headers(stream)
      case .grpc:
        headers(stream, 4) + Frames.frame(0, 1, stream, Frames.message(Array(repeating: 1, count: 20)))
      }
    }

    /// HEADERS with END_HEADERS; 5 in `flags` adds END_STREAM.
    func headers(_ stream: UInt32, _ flags: UInt8 = 5, _ more: [(String, String)] = []) -> [UInt8] {
      Frames.frame(1, flags, stream, Frames.block(fields + more))
    }

    /// HEADERS that end the stream, of the fields that `keep` picks, changed by `change`.
    func changed(_ change: (inout [(String, String)]) -> Void) -> [UInt8] {
      var fields = fields
      change(&fields)
      return Frames.frame(1, 5, 1, Frames.block(fields))
    }

    func without(_ name: String) -> [UInt8] { changed { $0.removeAll { $0.0 == name } } }

    func twice(_ name: String) -> [UInt8] {
      changed { fields in
        if let index = fields.firstIndex(where: { $0.0 == name }) { fields.insert(fields[index], at: index) }
      }
    }
  }
}
