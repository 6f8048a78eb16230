import Foundation
import Testing

/// Two rankd behind the Envoy of deployment.yaml, restarted in turn under load, as a Deployment rolls: no call fails.
struct RestartTests {
  private struct Result: Decodable {
    let ok: Int
    let failed: [String: Int]
    let statuses: [Int]
  }

  @Test(.timeLimit(.minutes(10)))
  func noCallFails() async throws {
    let isLong = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1"
    let restarts = isLong ? 30 : 4
    let folder = try SampleBundle.folder("restarts")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try await ForeignProcess.run(
      ForeignProcess.python,
      [
        ForeignProcess.inPackage("Tests/IntegrationTests/Deployment/rolling_restart.py"),
        SampleBundle.products.appendingPathComponent("rankd").path, try SampleBundle.first.get(),
        ForeignProcess.inPackage("deployment.yaml"), ForeignProcess.besidePython("envoy"), "\(restarts)",
        folder,
      ])
    try #require(output.status == 0, "\(output.text)")
    let result = try JSONDecoder().decode(Result.self, from: Data(output.out.utf8))
    print("rolling restart | \(restarts) restarts | \(result.ok) calls OK | failed \(result.failed)")
    #expect(result.failed.isEmpty && result.ok > 10 * restarts)
    #expect(result.statuses == [Int](repeating: 0, count: restarts))
  }
}
