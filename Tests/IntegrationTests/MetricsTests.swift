import Foundation
import NIOCore
import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct MetricsTests {
  @Test(.timeLimit(.minutes(10)))
  func promtoolAcceptsThePageAndItsSeriesAreBounded() async throws {
    try await LiveRankd.with("promtool", ["--drift-minimum", "1"]) { live in
      let client = try await live.client()
      for user in 1...200 { _ = try await client.recommend(.init(user: .id(Int64(user)), topK: 10)) }
      for user in 1...50 { _ = try await client.recommend(.init(user: .key("stranger-\(user)"), topK: 10)) }
      _ = try? await client.unary("/nobody.knows/This", .init())
      await client.close()
      let page = try await Self.page(live)
      let file = try SampleBundle.folder("promtool") + "/page"
      try page.write(toFile: file, atomically: true, encoding: .utf8)
      let check = try await ForeignProcess.run("/bin/sh", ["-c", "promtool check metrics < \"$0\"", file])
      #expect(check.status == 0 && check.text.isEmpty, "\(check.text)")
      try FileManager.default.removeItem(atPath: URL(fileURLWithPath: file).deletingLastPathComponent().path)
      for name in Self.names { #expect(page.contains("\n\(name)"), "\(name)") }
      let series = page.split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(series.count < 1_500, "\(series.count) series")
      #expect(!page.contains("stranger") && !page.contains("nobody"))
    }
  }

  private static let names = [
    "rankd_stage_seconds_bucket{stage=\"ranking\"", "rankd_source_seconds_count{source=",
    "rankd_source_candidates_total{source=", "rankd_served_total{step=\"personal\"} 80\n",
    "rankd_degraded_total{reason=\"reranking_skipped\"} 0\n", "rankd_queue_depth 0\n",
    "rankd_shed_total{reason=",
    "rankd_bundle_info{", "rankd_bundle_age_seconds ", "rankd_bundle_swaps_total 0\n",
    "rankd_bundle_link_unserved 0\n", "rankd_store_healthy{store=\"bundles\"} 1\n",
    "rankd_http_requests_total{path=\"/recommend\",code=\"200\"} 0\n",
    "rankd_event_loop_lag_seconds_count ", "process_resident_memory_bytes ", "rankd_open_connections ",
    "rankd_open_streams 0\n", "rankd_http2_errors_total 0\n", "rankd_score_psi ",
    "rankd_feature_psi{feature=",
    "rankd_catalogue_coverage_ratio ", "rankd_position_score{position=\"1\"}",
  ]

  /// The sample bundle's users in turn are the traffic the references were made on, however many items they ask for;
  /// two users alone are not.
  @Test(.timeLimit(.minutes(10)))
  func shiftedTrafficRaisesTheStabilityIndexAndUnshiftedDoesNot() async throws {
    for (name, users, topK, isShifted) in [
      ("same", 1...80, 10, false), ("short", 1...80, 3, false), ("shifted", 1...2, 10, true),
    ] {
      try await LiveRankd.with("drift-\(name)", ["--drift-minimum", "160"]) { live in
        let client = try await live.client()
        var (asked, samples, indexes) = (0, 0.0, [String: Double]())
        // The allowance of a tick samples some calls only: each user is asked until it has counted, so that all of
        // them count as often.
        while indexes["rankd_score_psi"] == nil {
          let user = users.lowerBound + asked % users.count
          _ = try await client.recommend(.init(user: .id(Int64(user)), topK: Int32(topK)))
          let page = try await Self.page(live)
          let now = Self.values(page, "rankd_", "_drift_samples")["rankd_drift_samples"] ?? 0
          guard now > samples else {
            try await Task.sleep(for: .milliseconds(20))
            continue
          }
          (samples, asked) = (now, asked + 1)
          indexes = Self.values(page, "rankd_", "_psi")
        }
        await client.close()
        let features = indexes.filter { $0.key.contains("feature=") }
        #expect(features.count > 5)
        let (score, worst) = (indexes["rankd_score_psi"] ?? .nan, features.values.max() ?? .nan)
        if isShifted {
          #expect(score > 0.25 && worst > 0.25, "\(indexes)")
        } else {
          #expect(score < 0.1 && worst < 0.1, "\(indexes)")
        }
      }
    }
  }

  private static func page(_ live: LiveRankd) async throws -> String {
    let page = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
    return String(page.dropLast(" 200".count))
  }

  /// Samples by name with labels, of families that begin and end so.
  private static func values(_ page: String, _ prefix: String, _ suffix: String) -> [String: Double] {
    let samples = page.split(separator: "\n").compactMap { line -> (String, Double)? in
      guard line.hasPrefix(prefix), let space = line.lastIndex(of: " ") else { return nil }
      let name = line[..<space]
      guard name.prefix(while: { $0 != "{" }).hasSuffix(suffix) else { return nil }
      return Double(line[line.index(after: space)...]).map { (String(name), $0) }
    }
    return Dictionary(samples) { $1 }
  }
}
