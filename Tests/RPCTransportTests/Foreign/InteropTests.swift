import Foundation
import NIOPosix
import RPCInterop
import RPCTransport
import Testing

extension TransportTests {
  /// gRPC's interoperability cases: our server with a foreign client, our client with a foreign server, ours with ours.
  @Suite struct InteropTests {
    @Test(.timeLimit(.minutes(10)), arguments: InteropCase.allCases)
    func ours(_ testCase: InteropCase) async throws {
      try await LiveServer.with { live in
        let client = try await live.client()
        try await InteropClient(client).run(testCase)
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aPythonClient() async throws {
      try await LiveServer.with { live in
        let output = try await ForeignProcess.run(
          ForeignProcess.python, [ForeignProcess.script("interop_client.py"), String(live.port)])
        #expect(output.status == 0, "\(output.text)")
        #expect(output.text.split(separator: "\n").count >= InteropCase.allCases.count)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aPythonServer() async throws {
      let server = try ForeignServer(script: "interop_server.py")
      defer { server.stop() }
      let client = try await RPCClient.connect(
        to: .tcp(host: "127.0.0.1", port: server.port), on: MultiThreadedEventLoopGroup.singleton.next())
      let cases = InteropClient(client, probesCompression: false)
      for testCase in InteropCase.allCases {
        await #expect(throws: Never.self, "\(testCase.rawValue)") { try await cases.run(testCase) }
      }
      await client.close()
    }

    @Test(.timeLimit(.minutes(10)))
    func theExecutablesMeetEachOther() async throws {
      try await EchoProcess.with(product: "rpc-interop-server") { server in
        let client = EchoProcess.products.appendingPathComponent("rpc-interop-client").path
        let output = try await ForeignProcess.run(client, ["--port", "\(server.port)"])
        #expect(output.status == 0, "\(output.text)")
        let passed = output.text.split(separator: "\n").map { String($0.dropFirst(3)) }
        #expect(passed == InteropCase.allCases.map(\.rawValue))
        let one = try await ForeignProcess.run(
          client, ["--port", "\(server.port)", "--case", "empty_unary"])
        #expect(one.status == 0 && one.text == "ok empty_unary\n", "\(one.text)")
      }
    }
  }
}
