import Foundation
import Testing

/// `rankctl load`, which the benchmarks measure with.
@Suite struct LoadTests {
  @Test(.timeLimit(.minutes(10)))
  func theOpenLoopCallsAtItsRate() async throws {
    let report = try await load("load-open", ["--rate", "400", "--threads", "2"])
    #expect(report.mode == "open")
    // A Poisson stream of 800 calls: seven standard deviations.
    #expect((600...1_000).contains(report.ok), "\(report)")
    #expect(report.statuses == ["OK": report.ok])
    #expect(report.checked > 0 && report.differing == 0)
  }

  @Test(.timeLimit(.minutes(10)))
  func theClosedLoopCallsAsFastAsAnswersCome() async throws {
    let report = try await load("load-closed", ["--in-flight", "2"])
    #expect(report.mode == "closed")
    #expect(report.ok > 0 && report.statuses == ["OK": report.ok])
    #expect(report.standstills == 0)
  }

  @Test(.timeLimit(.minutes(10)))
  func aWrongAnswerAndAFailedCallAreTold() async throws {
    let lists = try SampleBundle.folder("load-lists") + "/runs.tsv"
    let rows = (1...5).map { "7\ttwo_stage\t\($0)\t\(9_000 + $0)" }
    try Data((["user\tstage\trank\titem"] + rows).joined(separator: "\n").utf8).write(
      to: URL(fileURLWithPath: lists))
    try await LiveRankd.with("load-wrong") { live in
      let wrong = try await Rankctl.run(
        Self.arguments(live) + ["--users", "7-7", "--top-k", "5", "--runs", lists, "--check-every", "1"])
      #expect(wrong.status == 1)
      #expect(wrong.text.contains("first problem: user 7: ["), "\(wrong.text)")
      let refused = try await Rankctl.run(Self.arguments(live) + ["--rate", "50", "--top-k", "1001"])
      #expect(refused.status == 1)
      #expect(
        refused.text.contains("INVALID_ARGUMENT: top_k: must be from 0 to 1000, got 1001"), "\(refused.text)")
    }
  }

  private struct Report: Decodable {
    let mode: String
    let ok: Int
    let statuses: [String: Int]
    let checked: Int
    let differing: Int
    let standstills: Int
  }

  private func load(_ name: String, _ options: [String]) async throws -> Report {
    try await LiveRankd.with(name) { live in
      let output = try await Rankctl.run(
        Self.arguments(live, seconds: 2) + ["--check-every", "10", "--json"] + options)
      #expect(output.status == 0, "\(output.text)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Report.self, from: Data(output.text.utf8))
    }
  }

  private static func arguments(_ live: LiveRankd, seconds: Int = 1) -> [String] {
    [
      "load", "--target", "127.0.0.1:\(live.port)", "--users", "1-80", "--duration", "\(seconds)", "--warmup",
      "0.2",
    ]
  }
}
