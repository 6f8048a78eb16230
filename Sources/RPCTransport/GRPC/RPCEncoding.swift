/// How a message's bytes are coded on the wire, as `grpc-encoding` names it.
public enum RPCEncoding: String, CaseIterable, Sendable {
  case identity
  /// zlib's format (RFC 1950).
  case deflate
  case gzip
}

extension RPCEncoding {
  /// What this side reads and writes, as `grpc-accept-encoding` lists it.
  static let accepted = allCases.map(\.rawValue).joined(separator: ",")

  init?(_ name: UnsafeBufferPointer<UInt8>) {
    if name.equals("identity") {
      self = .identity
    } else if name.equals("gzip") {
      self = .gzip
    } else if name.equals("deflate") {
      self = .deflate
    } else {
      return nil
    }
  }
}
