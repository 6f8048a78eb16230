internal import HTTP2

/// The header blocks of answers: the common ones made once, the others built for the call.
enum GRPCHeaderBlocks {
  static let response = HTTP2HeaderBlock(permanent: [
    (":status", "200"), ("content-type", "application/grpc"),
  ])
  static let okTrailers = HTTP2HeaderBlock(permanent: [("grpc-status", "0")])

  typealias Field = (name: [UInt8], value: [UInt8])

  /// The headers of an answer. What this side reads is told to peers that told what they read.
  static func response(_ call: RPCCall) -> HTTP2HeaderBlock {
    guard call.acceptedEncodings != nil || !call.initialMetadata.isEmpty else { return response }
    guard call.initialMetadata.isEmpty else {
      return HTTP2HeaderBlock(responseFields + encodingFields(call) + fields(call.initialMetadata))
    }
    switch call.sendEncoding {
    case .identity: return acceptingResponse
    case .deflate: return deflateResponse
    case .gzip: return gzipResponse
    }
  }

  private static let acceptingResponse = coded(nil)
  private static let deflateResponse = coded("deflate")
  private static let gzipResponse = coded("gzip")

  private static func coded(_ encoding: String?) -> HTTP2HeaderBlock {
    HTTP2HeaderBlock(
      permanent: [(":status", "200"), ("content-type", "application/grpc")]
        + (encoding.map { [("grpc-encoding", $0)] } ?? [])
        + [("grpc-accept-encoding", RPCEncoding.accepted)])
  }

  private static func encodingFields(_ call: RPCCall) -> [Field] {
    guard call.acceptedEncodings != nil else { return [] }
    let accepted = field("grpc-accept-encoding", RPCEncoding.accepted)
    let encoding = call.sendEncoding
    return encoding == .identity ? [accepted] : [field("grpc-encoding", encoding.rawValue), accepted]
  }

  static func trailers(_ status: RPCStatus, _ metadata: RPCMetadata) -> HTTP2HeaderBlock {
    if status == .ok, metadata.isEmpty { return okTrailers }
    return HTTP2HeaderBlock(fields(status) + fields(metadata))
  }

  /// - Parameter tellsEncodings: adds what this side reads.
  static func trailersOnly(
    _ status: RPCStatus, initial: RPCMetadata = [:], trailing: RPCMetadata = [:],
    tellsEncodings: Bool = false
  ) -> HTTP2HeaderBlock {
    let encodings = tellsEncodings ? [field("grpc-accept-encoding", RPCEncoding.accepted)] : []
    return HTTP2HeaderBlock(
      responseFields + fields(initial) + fields(status) + encodings + fields(trailing))
  }

  private static var responseFields: [Field] {
    [field(":status", "200"), field("content-type", "application/grpc")]
  }

  private static func fields(_ status: RPCStatus) -> [Field] {
    var fields = [field("grpc-status", String(status.code.rawValue))]
    if !status.message.isEmpty {
      fields.append((Array("grpc-message".utf8), PercentEncoding.encode(status.message)))
    }
    if !status.details.isEmpty {
      fields.append((Array("grpc-status-details-bin".utf8), Base64.encode(status.details.span)))
    }
    return fields
  }

  /// Custom metadata. Fields that HTTP/2 or gRPC itself would take for its own are left out: one of them would break
  /// the whole connection.
  static func fields(_ metadata: RPCMetadata) -> [Field] {
    (0..<metadata.count).compactMap { index in
      let name = Array(metadata.name(index))
      guard isCustom(name) else { return nil }
      return (name, metadata.value(index).filter { $0 >= 0x20 && $0 <= 0x7E })
    }
  }

  private static func isCustom(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty, !reserved.contains(name) else { return false }
    return name.allSatisfy { letter in
      switch letter {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
  }

  private static let reserved: Set<[UInt8]> = Set(
    [
      "connection", "content-length", "content-type", "grpc-accept-encoding", "grpc-encoding", "grpc-message",
      "grpc-status", "grpc-status-details-bin", "grpc-timeout", "host", "keep-alive", "proxy-connection",
      "te",
      "transfer-encoding", "upgrade", "user-agent",
    ].map { Array($0.utf8) })

  static func field(_ name: String, _ value: String) -> Field { (Array(name.utf8), Array(value.utf8)) }
}
