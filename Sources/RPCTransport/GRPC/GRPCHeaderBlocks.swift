internal import HTTP2

/// The header blocks of answers: the common ones made once, the others built for the call.
enum GRPCHeaderBlocks {
  static let response = HTTP2HeaderBlock(permanent: [
    (":status", "200"), ("content-type", "application/grpc"),
  ])
  static let okTrailers = HTTP2HeaderBlock(permanent: [("grpc-status", "0")])

  typealias Field = (name: [UInt8], value: [UInt8])

  static func response(_ metadata: RPCMetadata) -> HTTP2HeaderBlock {
    metadata.isEmpty ? response : HTTP2HeaderBlock(responseFields + fields(metadata))
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
