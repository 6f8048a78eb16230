internal import HTTP2
internal import NIOCore

/// The fields of a request's headers that the protocol itself uses; pointers into the session's header bytes.
struct RequestHead {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  private(set) var method = Bytes(start: nil, count: 0)
  private(set) var path = Bytes(start: nil, count: 0)
  private(set) var contentType = Bytes(start: nil, count: 0)
  private(set) var timeout: Bytes?
  private(set) var encoding: Bytes?
  private(set) var acceptEncoding: Bytes?

  /// Reads the fields; all others go to `metadata`. Returns false if a `-bin` value is not base64.
  mutating func read(_ headers: HTTP2Headers, metadata: inout RPCMetadata) -> Bool {
    var isValid = true
    for index in 0..<headers.count {
      let name = headers.name(index)
      if !take(name, headers.value(index)) {
        let value = headers.value(index)
        metadata.append(name: name.span, value: value.span)
        if name.hasSuffix("-bin") { isValid = isValid && Self.isBase64(value) }
      }
    }
    return isValid
  }

  /// True if the field is one of the protocol's own.
  private mutating func take(_ name: Bytes, _ value: Bytes) -> Bool {
    switch name.count {
    case 2: return name.equals("te")
    case 5 where name.equals(":path"): path = value
    case 7 where name.equals(":method"): method = value
    case 7 where name.equals(":scheme"): break
    case 10 where name.equals(":authority"): break
    case 12 where name.equals("content-type"): contentType = value
    case 12 where name.equals("grpc-timeout"): timeout = value
    case 13 where name.equals("grpc-encoding"): encoding = value
    case 14: return name.equals("content-length")
    case 20 where name.equals("grpc-accept-encoding"): acceptEncoding = value
    default: return name.first == UInt8(ascii: ":")
    }
    return true
  }

  /// POST with `application/grpc`, alone or followed by "+codec" or ";parameters".
  var isGRPC: Bool {
    guard method.equals("POST"), contentType.hasPrefix("application/grpc") else { return false }
    guard contentType.count > 16 else { return true }
    return contentType[16] == UInt8(ascii: "+") || contentType[16] == UInt8(ascii: ";")
  }

  private static func isBase64(_ value: Bytes) -> Bool {
    Base64.decodeList(Array(value)[...]) != nil
  }
}
