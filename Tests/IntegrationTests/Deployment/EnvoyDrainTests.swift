import Foundation
import Testing

/// The Envoy of deployment.yaml as the kubelet stops it: not ready, connections told, no call failed, then SIGTERM.
struct EnvoyDrainTests {
  private struct Result: Decodable {
    let ok: Int
    let failed: [String: Int]
    let status: Int
    let ready: Int
    let told: Int
    let exit: Int
  }

  @Test(.timeLimit(.minutes(10)))
  func itDrainsBeforeItEnds() async throws {
    let folder = try SampleBundle.folder("envoy-drain")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await LiveRankd.with("envoy-drain") { live in
      let ports = try (0..<3).map { _ in "\(try FreePort.next())" }
      let output = try await ForeignProcess.run(
        ForeignProcess.python,
        [
          ForeignProcess.inPackage("Tests/IntegrationTests/Deployment/envoy_drain.py"),
          ForeignProcess.inPackage("deployment.yaml"), ForeignProcess.besidePython("envoy"), "\(live.port)",
        ] + ports + [folder])
      try #require(output.status == 0, "\(output.text)")
      let result = try JSONDecoder().decode(Result.self, from: Data(output.out.utf8))
      #expect(result.failed.isEmpty && result.ok > 20, "\(output.out)")
      #expect(
        result.status == 0 && result.ready == 503 && result.told > 0 && result.exit == 0, "\(output.out)")
    }
  }
}
