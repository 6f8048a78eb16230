import Foundation
import RankingCore
import Testing

/// `.ci/canary`: two rankd behind an Envoy with weights, compared under load.
@Suite struct CanaryTests {
  private func canary(_ folder: BundleFolder) throws -> ForeignProcess.Output {
    let home = "\(folder.path)/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try? FileManager.default.createSymbolicLink(atPath: "\(home)/bundles", withDestinationPath: "..")
    return try ForeignProcess.run(
      "/usr/bin/env",
      [
        "RANKD_HOME=\(home)", "RANKD_BIN=\(SampleBundle.products.path)",
        "RANKD_PYTHON=\(ForeignProcess.python)", "CANARY_USERS=1-\(SampleBundle.users)",
        ForeignProcess.python, ForeignProcess.inPackage(".ci/canary"), "3",
      ])
  }

  @Test(.timeLimit(.minutes(2)))
  func aGoodCandidatePasses() throws {
    let folder = try BundleFolder("canary-good")
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path).promote(folder.first)
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    let output = try canary(folder)
    #expect(output.status == 0 && output.text.contains("canary "), "\(output.text)")
  }

  @Test(.timeLimit(.minutes(2)))
  func aCandidateThatDoesNotServeFails() throws {
    let folder = try BundleFolder("canary-bad")
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path).promote(folder.first)
    try CurrentBundle.set("nothing", in: folder.path, link: "candidate")
    let output = try canary(folder)
    #expect(output.status == 1 && output.text.contains("nothing ready"), "\(output.text)")
  }
}
