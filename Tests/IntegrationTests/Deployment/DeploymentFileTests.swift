import Foundation
import Testing

/// What is deployed is valid: manifests, rules, dashboards, Dockerfiles, workflows.
@Suite struct DeploymentFileTests {
  @Test(
    .timeLimit(.minutes(10)),
    arguments: ["manifests", "rules", "dashboards", "containers", "workflows"])
  func theFilesAreValid(_ part: String) async throws {
    let output = try await ForeignProcess.run(
      ForeignProcess.python, [ForeignProcess.inPackage("Deployment/check"), part])
    #expect(output.status == 0, "\(output.text)")
    print(output.text, terminator: "")
  }
}
