import Foundation
import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct UnixSocketTests {
    private let path = "/tmp/rpc-\(UInt64.random(in: 0..<(.max))).sock"

    private func serve(_ mode: UInt16 = 0o660, _ body: (LiveServer) async throws -> Void) async throws {
      try await LiveServer.with(
        {
          $0.address = .unix(path: path)
          $0.unixSocketMode = mode
        }, body)
    }

    @Test(.timeLimit(.minutes(10)), arguments: [0o600, 0o660, 0o666] as [UInt16])
    func theFileHasItsModeAndGoesAway(_ mode: UInt16) async throws {
      try await serve(mode) { live in
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? UInt16 == mode)
        let client = try await live.client()
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "hello"))
        await client.close()
      }
      #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(.timeLimit(.minutes(10)))
    func aStaleSocketIsReplacedAndALivingOneIsNot() async throws {
      // Bound, never listening, closed: what a killed server leaves.
      let stale = try await ForeignProcess.run(
        ForeignProcess.python,
        ["-c", "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", path])
      #expect(stale.status == 0 && FileManager.default.fileExists(atPath: path), "\(stale.text)")
      try await serve { live in
        let failure = await #expect(throws: RPCFileError.self) { try await serve { _ in } }
        #expect(failure == RPCFileError(path: path, message: "another server listens there"))
        let client = try await live.client()
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "hello"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func otherFilesAreLeftAlone() async throws {
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      defer { try? FileManager.default.removeItem(atPath: path) }
      let failure = await #expect(throws: RPCFileError.self) { try await serve { _ in } }
      #expect(failure == RPCFileError(path: path, message: "exists and is not a socket"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    }
  }
}
