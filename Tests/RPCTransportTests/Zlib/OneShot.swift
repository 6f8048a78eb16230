import NIOCore
import Zlib

/// One message with a stream of its own: macros take no noncopyable values.
enum OneShot {
  /// Nil if nothing is gained.
  static func deflate(_ input: ByteBuffer, _ format: ZlibFormat) throws -> ByteBuffer? {
    let deflater = try Deflater(format)
    return deflater.deflate(input)
  }

  static func inflate(_ input: ByteBuffer, _ format: ZlibFormat, limit: Int = 1 << 20) throws -> ByteBuffer {
    let inflater = try Inflater()
    return try inflater.inflate(input, format: format, limit: limit)
  }
}
