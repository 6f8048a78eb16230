import RPCTransport
import Testing

@Suite struct RPCEncodingSetTests {
  private func read(_ list: String) -> RPCEncodingSet {
    Array(list.utf8).withUnsafeBufferPointer { RPCEncodingSet($0) }
  }

  @Test(arguments: [
    ("identity,deflate,gzip", [RPCEncoding.identity, .deflate, .gzip]), ("gzip", [.identity, .gzip]),
    ("", [.identity]), (",, ,", [.identity]), ("snappy , deflate", [.identity, .deflate]),
    ("gzipx,GZIP", [.identity]), ("identity, gzip", [.identity, .gzip]),
  ])
  func reads(_ list: String, _ encodings: [RPCEncoding]) {
    let set = read(list)
    for encoding in RPCEncoding.allCases {
      #expect(set.contains(encoding) == encodings.contains(encoding))
    }
  }
}
