import Foundation
import Testing

extension TransportTests {
  /// `buf curl` knows no schema here: it asks the reflection service.
  @Suite struct BufTests {
    private func curl(_ arguments: [String]) async throws -> ForeignProcess.Output {
      let python = URL(fileURLWithPath: ForeignProcess.python)
      let buf = python.deletingLastPathComponent().appendingPathComponent("buf").path
      return try await ForeignProcess.run(
        buf, ["curl", "--http2-prior-knowledge", "--protocol", "grpc"] + arguments)
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["grpc-v1", "grpc-v1alpha"])
    func callsWithoutASchema(_ version: String) async throws {
      try await LiveServer.with { live in
        let url = "http://127.0.0.1:\(live.port)"
        let output = try await curl([
          "--reflect-protocol", version, "-d", #"{"responseSize": 3}"#,
          url + "/grpc.testing.TestService/UnaryCall",
        ])
        #expect(output.status == 0, "\(output.text)")
        #expect(output.text.contains("\"AAAA\""))
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func listsServices() async throws {
      try await LiveServer.with { live in
        let output = try await curl(["--list-services", "http://127.0.0.1:\(live.port)"])
        for service in [
          "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.testing.TestService",
        ] {
          #expect(output.text.contains(service), "\(output.text)")
        }
      }
    }
  }
}
