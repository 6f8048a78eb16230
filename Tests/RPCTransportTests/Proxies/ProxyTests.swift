import Foundation
import Testing

extension TransportTests {
  /// Unary and streaming calls of a foreign client through the proxies that meshes are made of.
  @Suite struct ProxyTests {
    @Test(.timeLimit(.minutes(10)), arguments: Proxy.Make.allCases)
    func aPythonClientIsServedThrough(_ make: Proxy.Make) async throws {
      try await EchoProcess.with { server in
        try await Proxy.with(make, upstreams: [server.port]) { proxy in
          let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("proxy_client.py").path
          let output = try await ForeignProcess.run(ForeignProcess.python, [script, String(proxy.port)])
          #expect(output.status == 0, "\(make)\n\(output.text)")
        }
      }
    }
  }
}
