/// The entry points of the fuzzer: each takes any bytes and must return, having broken no promise.
///
/// `make fuzz` drives them with libFuzzer; the tests replay what it has found.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// gRPC's length-prefixed messages.
  case deframer
  /// Percent-encoding, base64, timeouts.
  case metadata
  /// The state machine of a server's call.
  case state
  /// A server's connection, from its first byte.
  case session
  /// A client's connection, from its first byte, with calls open.
  case client

  package func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    switch self {
    case .deframer: fuzzDeframer(bytes)
    case .metadata: fuzzMetadata(bytes)
    case .state: fuzzState(bytes)
    case .session: fuzzSession(bytes)
    case .client: fuzzClient(bytes)
    }
  }
}
