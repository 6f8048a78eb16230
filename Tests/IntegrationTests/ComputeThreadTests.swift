import NIOCore
import RPCTransport
import RankingCore
import RankingWire
import Testing

/// Answers made on compute threads, where `--compute-above 0ms` sends all of them.
@Suite struct ComputeThreadTests {
  @Test(.timeLimit(.minutes(10)))
  func answersAreTheSameAndCounted() async throws {
    let elsewhere = try await answers("compute", ["--compute-above", "0ms", "--compute-threads", "2"])
    let here = try await answers("compute-none", ["--compute-threads", "0"])
    #expect(elsewhere.answers == here.answers)
    for name in ["served", "stages", "sources"] {
      #expect(elsewhere.counts[name] == here.counts[name] && here.counts[name] ?? 0 > 0, "\(name)")
    }
  }

  /// Every user's answer, asked for side by side, and how many calls the funnel's metrics have seen.
  private func answers(
    _ name: String, _ options: [String]
  ) async throws -> (answers: [Int64: [UInt8]], counts: [String: Int]) {
    try await LiveRankd.with(name, options) { live in
      let client = try await live.client()
      let answers = try await withThrowingTaskGroup(of: (Int64, [UInt8]).self) { group in
        for user in 1...Int64(SampleBundle.users) {
          group.addTask {
            let request = ByteBuffer(bytes: RecommendRequestMessage(user: .id(user), topK: 10).encoded())
            let response = try await client.unary(RankingMethods.recommend, request)
            return (user, Array(try #require(response.message).readableBytesView))
          }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      await client.close()
      let page = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      #expect(page.contains("\nrankd_queue_depth 0\n"))
      return (
        answers,
        [
          "served": Self.sum(page, "rankd_served_total{"),
          // One call of seventeen is timed, by each thread for itself.
          "stages": Self.sum(page, "rankd_stage_seconds_count{") > 0 ? 1 : 0,
          "sources": Self.sum(page, "rankd_source_seconds_count{") > 0 ? 1 : 0,
        ]
      )
    }
  }

  private static func sum(_ page: String, _ series: String) -> Int {
    page.split(separator: "\n").filter { $0.hasPrefix(series) }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
  }

  /// What a thread has no room for is refused, by name; what it has taken is answered.
  @Test(.timeLimit(.minutes(10)))
  func aFullThreadRefuses() async throws {
    let options = ["--compute-above", "0ms", "--compute-threads", "1", "--compute-queue", "1"]
    try await LiveRankd.with("compute-full", options) { live in
      let client = try await live.client()
      let codes = await withTaskGroup(of: RPCStatus.self) { group in
        for call in 0..<2_000 {
          group.addTask { await Self.status(client, user: Int64(call % SampleBundle.users + 1)) }
        }
        return await group.reduce(into: [RPCStatus]()) { $0.append($1) }
      }
      let refused = codes.filter { $0.code == .resourceExhausted }
      #expect(refused.allSatisfy { $0.message == "calls of each compute thread: max 1, got 2" })
      #expect(!refused.isEmpty && codes.count { $0.code == .ok } == codes.count - refused.count)
      await client.close()
    }
  }

  /// Pages too: with room for one, some of many are refused, and the others are as ever.
  @Test(.timeLimit(.minutes(10)))
  func pagesAreMadeThere() async throws {
    let few = ["--compute-above", "0ms", "--compute-threads", "1", "--compute-queue", "1"]
    try await LiveRankd.with("compute-pages", few + ["--http-port", "0"]) { live in
      let many = "http://127.0.0.1:\(live.httpPort)/recommend?user_id=[1-80]&top_k=[1-25]"
      let output = try await ForeignProcess.run(
        "/usr/bin/curl", ["-s", "-m", "60", "--parallel", "-o", "/dev/null", "-w", "%{http_code}\n", many])
      let codes = Dictionary(grouping: output.out.split(separator: "\n")) { $0 }.mapValues(\.count)
      #expect(codes["200"] ?? 0 > 0 && codes["429"] ?? 0 > 0, "\(codes)")
      #expect((codes["200"] ?? 0) + (codes["429"] ?? 0) == 2_000, "\(codes)")
    }
    let here = try await page("compute-page-none", ["--compute-threads", "0"])
    let elsewhere = try await page("compute-page", ["--compute-above", "0ms", "--compute-threads", "1"])
    #expect(here == elsewhere && here.hasSuffix(" 200"), "\(here) \(elsewhere)")
  }

  /// One user's page over HTTP/2 and over HTTP/1.1.
  private func page(_ name: String, _ options: [String]) async throws -> String {
    try await LiveRankd.with(name, options + ["--http-port", "0"]) { live in
      let page = try await ForeignProcess.curl(
        "http://127.0.0.1:\(live.port)/recommend?user_id=7&top_k=20", ["--http2-prior-knowledge"])
      let older = try await ForeignProcess.curl(
        "http://127.0.0.1:\(live.httpPort)/recommend?user_id=7&top_k=20")
      #expect(page == older)
      return page
    }
  }

  private static func status(_ client: RPCClient, user: Int64) async -> RPCStatus {
    let request = ByteBuffer(bytes: RecommendRequestMessage(user: .id(user), topK: 10).encoded())
    do {
      _ = try await client.unary(RankingMethods.recommend, request, timeout: .seconds(60))
      return .ok
    } catch {
      return (error as? RPCStatus) ?? RPCStatus(.unknown, "\(error)")
    }
  }
}
