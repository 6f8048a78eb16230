internal import NIOCore
package import RPCTransport

/// Runs the interop cases against a server.
package struct InteropClient: Sendable {
  static let path = "/grpc.testing.TestService/"

  let client: RPCClient
  let probesCompression: Bool

  /// - Parameter probesCompression: whether the server sees how a message came and refuses what it does not expect.
  package init(_ client: RPCClient, probesCompression: Bool = true) {
    self.client = client
    self.probesCompression = probesCompression
  }

  /// - Throws: `InteropFailure` or the `RPCStatus` of a call that should have gone well.
  package func run(_ testCase: InteropCase) async throws {
    switch testCase {
    case .emptyUnary: try await emptyUnary()
    case .largeUnary: try await largeUnary()
    case .clientCompressedUnary: try await clientCompressedUnary()
    case .serverCompressedUnary: try await serverCompressedUnary()
    case .clientStreaming: try await clientStreaming()
    case .clientCompressedStreaming: try await clientCompressedStreaming()
    case .serverStreaming: try await serverStreaming()
    case .serverCompressedStreaming: try await serverCompressedStreaming()
    case .pingPong: try await pingPong()
    case .emptyStream: try await emptyStream()
    case .timeoutOnSleepingServer: try await timeoutOnSleepingServer()
    case .cancelAfterBegin: try await cancelAfterBegin()
    case .cancelAfterFirstResponse: try await cancelAfterFirstResponse()
    case .customMetadata: try await customMetadata()
    case .statusCodeAndMessage: try await statusCodeAndMessage()
    case .specialStatusMessage: try await specialStatusMessage()
    case .unimplementedMethod: try await unimplemented("/grpc.testing.TestService/UnimplementedCall")
    case .unimplementedService:
      try await unimplemented("/grpc.testing.UnimplementedService/UnimplementedCall")
    }
  }

  func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    if !condition { throw InteropFailure(description: what()) }
  }

  func expect<Value: Equatable>(_ what: String, _ got: Value, _ wanted: Value) throws {
    try expect(got == wanted, "\(what): expected \(wanted), got \(got)")
  }

  /// The status a call fails with.
  func failure(_ what: String, _ body: () async throws -> Void) async throws -> RPCStatus {
    do {
      try await body()
    } catch let status as RPCStatus {
      return status
    }
    throw InteropFailure(description: "\(what): expected a failure, got OK")
  }
}
