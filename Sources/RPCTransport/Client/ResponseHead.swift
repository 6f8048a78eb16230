internal import HTTP2

/// What a client reads from headers and trailers of an answer.
struct ResponseHead {
  var httpStatus = 0
  var isGRPC = false
  var grpcStatus: Int?
  var message = ""
  var details: [UInt8] = []
  /// Nil if the answer names an encoding this side does not read.
  var encoding: RPCEncoding? = .identity

  /// Reads the fields; all others go to `metadata`.
  init(_ headers: HTTP2Headers, metadata: inout RPCMetadata) {
    for index in 0..<headers.count {
      let name = headers.name(index)
      let value = headers.value(index)
      switch name.count {
      case 7 where name.equals(":status"): httpStatus = Self.number(value) ?? 0
      case 12 where name.equals("content-type"): isGRPC = value.hasPrefix("application/grpc")
      case 13 where name.equals("grpc-encoding"): encoding = RPCEncoding(value)
      case 20 where name.equals("grpc-accept-encoding"): break
      case 11 where name.equals("grpc-status"): grpcStatus = Self.number(value) ?? 2
      case 12 where name.equals("grpc-message"): message = PercentEncoding.decode(value)
      case 23 where name.equals("grpc-status-details-bin"):
        details = Base64.decode(Array(value)[...]) ?? []
      default: metadata.append(name: name.span, value: value.span)
      }
    }
  }

  /// The status the peer ended the call with, or nil if it named none.
  var status: RPCStatus? {
    grpcStatus.map { RPCStatus(RPCStatus.Code(rawValue: $0) ?? .unknown, message, details: details) }
  }

  /// For an answer without grpc-status (grpc/doc/http-grpc-status-mapping.md).
  static func status(http: Int) -> RPCStatus {
    let code: RPCStatus.Code =
      switch http {
      case 400: .internal
      case 401: .unauthenticated
      case 403: .permissionDenied
      case 404: .unimplemented
      case 429, 502, 503, 504: .unavailable
      default: .unknown
      }
    return RPCStatus(code, "answer without grpc-status, HTTP status \(http)")
  }

  private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...9).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
