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

  static func trailersOnly(
    _ status: RPCStatus, initial: RPCMetadata = [:], trailing: RPCMetadata = [:]
  ) -> HTTP2HeaderBlock {
    HTTP2HeaderBlock(responseFields + fields(initial) + fields(status) + fields(trailing))
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

  static func fields(_ metadata: RPCMetadata) -> [Field] {
    (0..<metadata.count).map { index in
      (Array(metadata.name(index)), metadata.value(index).filter { $0 >= 0x20 && $0 <= 0x7E })
    }
  }

  static func field(_ name: String, _ value: String) -> Field { (Array(name.utf8), Array(value.utf8)) }
}
