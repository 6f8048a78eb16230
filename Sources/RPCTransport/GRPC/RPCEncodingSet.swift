/// The encodings a peer lists in `grpc-accept-encoding`; identity is always among them.
package struct RPCEncodingSet: Hashable, Sendable {
  private var bits: UInt8 = 0

  package init() {}

  /// Reads a comma-separated list; names this side does not know are passed over.
  package init(_ list: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for end in 0...list.count where end == list.count || list[end] == UInt8(ascii: ",") {
      var first = start
      while first < end, list[first] == UInt8(ascii: " ") { first += 1 }
      var last = end
      while last > first, list[last - 1] == UInt8(ascii: " ") { last -= 1 }
      if let encoding = RPCEncoding(UnsafeBufferPointer(rebasing: list[first..<last])) { insert(encoding) }
      start = end + 1
    }
  }

  package mutating func insert(_ encoding: RPCEncoding) { bits |= Self.bit(encoding) }

  package func contains(_ encoding: RPCEncoding) -> Bool {
    encoding == .identity || bits & Self.bit(encoding) != 0
  }

  private static func bit(_ encoding: RPCEncoding) -> UInt8 {
    switch encoding {
    case .identity: 1
    case .deflate: 2
    case .gzip: 4
    }
  }
}
