internal import HTTP2

/// The header blocks of requests. Those without metadata repeat, so a few are kept.
struct RequestBlocks {
  private struct Key: Hashable {
    var path: String
    var timeout: Duration?
    var encoding: RPCEncoding
  }

  private let authority: String
  private let scheme: String
  private let bearerToken: String?
  private var kept: [Key: HTTP2HeaderBlock] = [:]

  init(authority: String, scheme: String = "http", bearerToken: String? = nil) {
    self.authority = authority
    self.scheme = scheme
    self.bearerToken = bearerToken
  }

  mutating func block(_ path: String, _ options: RPCCallOptions) -> HTTP2HeaderBlock {
    guard options.metadata.isEmpty else { return HTTP2HeaderBlock(fields(path, options)) }
    let key = Key(path: path, timeout: options.timeout, encoding: options.encoding)
    if let block = kept[key] { return block }
    let block = HTTP2HeaderBlock(fields(path, options))
    if kept.count >= 256 { kept.removeAll() }
    kept[key] = block
    return block
  }

  private func fields(_ path: String, _ options: RPCCallOptions) -> [GRPCHeaderBlocks.Field] {
    var fields = [
      GRPCHeaderBlocks.field(":method", "POST"), GRPCHeaderBlocks.field(":scheme", scheme),
      GRPCHeaderBlocks.field(":path", path), GRPCHeaderBlocks.field(":authority", authority),
      GRPCHeaderBlocks.field("content-type", "application/grpc"), GRPCHeaderBlocks.field("te", "trailers"),
      GRPCHeaderBlocks.field("user-agent", "rankd-rpc"),
      GRPCHeaderBlocks.field("grpc-accept-encoding", RPCEncoding.accepted),
    ]
    if let bearerToken { fields.append(GRPCHeaderBlocks.field("authorization", "Bearer \(bearerToken)")) }
    if options.encoding != .identity {
      fields.append(GRPCHeaderBlocks.field("grpc-encoding", options.encoding.rawValue))
    }
    if let timeout = options.timeout {
      fields.append(GRPCHeaderBlocks.field("grpc-timeout", GRPCTimeout.format(timeout)))
    }
    return fields + GRPCHeaderBlocks.fields(options.metadata)
  }
}
