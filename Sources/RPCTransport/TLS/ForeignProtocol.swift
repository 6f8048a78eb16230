internal import NIOCore

/// What the first bytes of a connection are, if not what the port speaks.
enum ForeignProtocol: Equatable {
  case tls, http2, http1, other

  /// Nil without a byte.
  init?(_ bytes: ByteBuffer) {
    guard let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return nil }
    switch first {
    // A handshake record (RFC 8446 section 5.1).
    case 0x16: self = .tls
    case UInt8(ascii: "P") where Self.isPreface(bytes): self = .http2
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = .http1
    default: self = .other
    }
  }

  var name: String {
    switch self {
    case .tls: "TLS"
    case .http2: "plaintext HTTP/2"
    case .http1: "plaintext HTTP/1.1"
    case .other: "an unknown protocol"
    }
  }

  private static func isPreface(_ bytes: ByteBuffer) -> Bool {
    let preface = Array("PRI * HTTP/2.0".utf8)
    return bytes.readableBytesView.prefix(preface.count).elementsEqual(preface.prefix(bytes.readableBytes))
  }

  /// An answer in HTTP/1.1.
  static func response(_ status: String, _ text: String) -> ByteBuffer {
    ByteBuffer(
      string: "HTTP/1.1 \(status)\r\nconnection: close\r\ncontent-type: text/plain\r\n"
        + "content-length: \(text.utf8.count)\r\n\r\n" + text)
  }
}
