import Foundation
import Testing

extension TransportTests {
  @Suite struct GrpcioTests {
    @Test(.timeLimit(.minutes(2)))
    func aPythonClientFindsEverythingAsPrescribed() async throws {
      try await LiveServer.with(loops: 2) { live in
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appendingPathComponent("grpcio_client.py").path
        let output = try await ForeignProcess.run(ForeignProcess.python, [script, String(live.port)])
        #expect(output.status == 0, "\(output.text)")
      }
    }
  }
}
