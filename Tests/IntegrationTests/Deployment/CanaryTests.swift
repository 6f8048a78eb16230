import Foundation
import RankingCore
import Testing

/// `.ci/canary`: two rankd behind an Envoy with weights, compared under load.
@Suite struct CanaryTests {
  private func canary(_ folder: BundleFolder) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(
      "/usr/bin/env",
      [
        "RANKD_HOME=\(try folder.home())", "RANKD_BIN=\(SampleBundle.products.path)",
        "RANKD_PYTHON=\(ForeignProcess.python)", "CANARY_USERS=1-\(SampleBundle.users)",
        // Two servers on a busy machine: latency is judged by the recorded pages below.
        "CANARY_SLOWER=1000", "CANARY_SLACK=10",
        ForeignProcess.python, ForeignProcess.inPackage(".ci/canary"), "3",
      ])
  }

  @Test(.timeLimit(.minutes(10)))
  func aGoodCandidatePasses() async throws {
    let folder = try BundleFolder("canary-good")
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path).promote(folder.first)
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    let output = try await canary(folder)
    #expect(output.status == 0 && output.text.contains("canary "), "\(output.text)")
  }

  @Test(.timeLimit(.minutes(10)))
  func aCandidateThatDoesNotServeFails() async throws {
    let folder = try BundleFolder("canary-bad")
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path).promote(folder.first)
    try CurrentBundle.set("nothing", in: folder.path, link: "candidate")
    let output = try await canary(folder)
    #expect(output.status == 1 && output.text.contains("canary did not start"), "\(output.text)")
  }

  /// A page of metrics: calls by the bucket of their latency, and how many of all failed.
  private func page(_ buckets: [(String, Int)], failed: Int) -> String {
    let labels = #"grpc_type="unary",grpc_service="ranking.v1.RankingService",grpc_method="Recommend""#
    var (total, lines) = (0, [String]())
    for (bound, calls) in buckets {
      total += calls
      lines.append("grpc_server_handling_seconds_bucket{\(labels),le=\"\(bound)\"} \(total)")
    }
    for (code, count) in [("OK", total - failed), ("INTERNAL", failed), ("INVALID_ARGUMENT", 0)] {
      lines.append("grpc_server_handled_total{\(labels),grpc_code=\"\(code)\"} \(count)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Of 1,000 stable calls one fails, p95 is 1 ms.
  @Test(
    arguments: [
      ("same", [("0.001", 190), ("0.01", 10), ("+Inf", 0)], 0, nil),
      ("a little slower", [("0.001", 188), ("0.002", 12), ("+Inf", 0)], 0, nil),
      ("slow", [("0.001", 150), ("0.01", 50), ("+Inf", 0)], 0, "its p95 is"),
      ("failing", [("0.001", 190), ("0.01", 10), ("+Inf", 0)], 3, "1.500% of its calls fail"),
      ("silent", [("0.001", 99), ("0.01", 0), ("+Inf", 0)], 0, "only 99 calls reached the canary"),
      ("dead", [("0.001", 0), ("0.01", 0), ("+Inf", 0)], 0, "only 0 calls reached the canary"),
    ] as [(String, [(String, Int)], Int, String?)])
  func recordedPagesAreJudged(
    _ name: String, _ buckets: [(String, Int)], _ failed: Int, _ reason: String?
  ) async throws {
    let folder = try SampleBundle.folder("judge-\(name.replacing(" ", with: "-"))")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let stable = page([("0.001", 950), ("0.01", 50), ("+Inf", 0)], failed: 1)
    for (file, text) in [("stable", stable), ("canary", page(buckets, failed: failed))] {
      try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
    }
    let output = try await ForeignProcess.run(
      ForeignProcess.python,
      [ForeignProcess.inPackage(".ci/canary"), "judge", "\(folder)/stable", "\(folder)/canary"])
    #expect(output.status == (reason == nil ? 0 : 1), "\(output.text)")
    #expect(output.text.components(separatedBy: "FAILED canary: ").count == (reason == nil ? 1 : 2))
    if let reason { #expect(output.text.contains("FAILED canary: \(reason)"), "\(output.text)") }
  }
}
