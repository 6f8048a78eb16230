/// What is written around deflated bytes.
package enum ZlibFormat: Sendable {
  /// RFC 1952.
  case gzip
  /// RFC 1950: what gRPC and HTTP call "deflate".
  case zlib

  /// zlib's `windowBits`: the largest window, 16 more for gzip.
  var windowBits: Int32 {
    switch self {
    case .gzip: 15 + 16
    case .zlib: 15
    }
  }
}
