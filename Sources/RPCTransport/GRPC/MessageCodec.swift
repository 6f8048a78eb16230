internal import HTTP2
internal import NIOCore
internal import Zlib

/// Compresses and decompresses messages, one at a time; shared by the calls of one event loop.
///
/// The zlib streams are made when first needed and kept: about 300 KiB a loop that compresses.
final class MessageCodec {
  private var inflater: Inflater?
  private var gzip: Deflater?
  private var zlib: Deflater?

  /// A message of the peer whose compressed flag is set.
  ///
  /// - Throws: RESOURCE_EXHAUSTED beyond `limit` bytes, INTERNAL for bytes that are not of the encoding.
  func decompress(_ message: ByteBuffer, _ encoding: RPCEncoding, limit: Int) throws(RPCStatus) -> ByteBuffer
  {
    guard let format = Self.format(encoding) else { return message }
    do {
      if inflater == nil { inflater = try Inflater() }
      return try inflater?.inflate(message, format: format, limit: limit) ?? message
    } catch {
      switch error.code {
      case .tooLarge:
        let text = "received message bytes after decompression: max \(limit), got at least \(limit &+ 1)"
        throw RPCStatus(.resourceExhausted, text)
      case .outOfMemory: throw RPCStatus(.resourceExhausted, error.message)
      case .corrupt, .truncated, .trailingBytes:
        throw RPCStatus(.internal, "\(encoding.rawValue) message: \(error.message)")
      }
    }
  }

  /// A message with its prefix: compressed if that makes it shorter.
  func frame(_ message: ByteBuffer, _ encoding: RPCEncoding) -> HTTP2Chunk {
    guard let packed = compress(message, encoding) else { return Self.frame(message) }
    return HTTP2Chunk(
      lead: 1 << 32 | UInt64(UInt32(clamping: packed.readableBytes)), leadCount: 5, bytes: packed)
  }

  /// A message with its prefix, as it is.
  static func frame(_ message: ByteBuffer) -> HTTP2Chunk {
    HTTP2Chunk(lead: UInt64(UInt32(clamping: message.readableBytes)), leadCount: 5, bytes: message)
  }

  private func compress(_ message: ByteBuffer, _ encoding: RPCEncoding) -> ByteBuffer? {
    switch encoding {
    case .identity: return nil
    case .gzip:
      if gzip == nil { gzip = try? Deflater(.gzip) }
      return gzip?.deflate(message) ?? nil
    case .deflate:
      if zlib == nil { zlib = try? Deflater(.zlib) }
      return zlib?.deflate(message) ?? nil
    }
  }

  private static func format(_ encoding: RPCEncoding) -> ZlibFormat? {
    switch encoding {
    case .identity: nil
    case .gzip: .gzip
    case .deflate: .zlib
    }
  }
}
