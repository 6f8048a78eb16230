import Foundation
import NIOCore
import NIOPosix
import RankingCore
import RPCTransport
import RankingWire
import Testing

@Suite struct TraceTests {
  private struct Span: Decodable {
    var service: String
    var trace: String
    var span: String
    var parent: String
    var name: String
    var nanoseconds: Int
    var attributes: [String: String]
  }

  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let caller = "00f067aa0ba902b7"

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (["traceparent": "00-\(trace)-\(caller)-01"], []),
      (["b3": "\(trace)-\(caller)-1"], ["--compute-above", "0ms"]),
      (["x-b3-traceid": trace, "x-b3-spanid": caller, "x-b3-sampled": "1"], []),
    ])
  func aCallersTraceGoesOnAtTheCollector(_ fields: [String: String], _ more: [String]) async throws {
    let (collector, port) = try await Self.collector("\(fields.count)-\(fields.keys.sorted()[0])")
    defer { collector.end() }
    let options = ["--trace-collector", "127.0.0.1:\(port)", "--trace-share", "0"] + more
    try await LiveRankd.with("trace-\(fields.keys.sorted()[0])", options) { live in
      let client = try await live.client()
      var metadata = RPCMetadata()
      for (key, value) in fields { metadata.add(key, value) }
      let request = ByteBuffer(bytes: RecommendRequestMessage(user: .id(1), topK: 5).encoded())
      let response = try await client.unary(RankingMethods.recommend, request, metadata: metadata)
      _ = try await client.unary(RankingMethods.recommend, request)
      await client.close()
      while collector.lines.count < 6 { try await Task.sleep(for: .milliseconds(20)) }
      let spans = try Self.spans(collector.lines.dropFirst())
      #expect(spans.count == 5, "the call without a caller's trace is not sampled")
      #expect(spans.allSatisfy { $0.trace == Self.trace && $0.service == "rankd" && $0.nanoseconds > 0 })
      let root = try #require(spans.first { $0.parent == Self.caller })
      #expect(root.name == "ranking.v1.RankingService/Recommend")
      #expect(root.attributes["rankd.served_by"] == "personal")
      #expect(response.initialMetadata["traceparent"] == "00-\(Self.trace)-\(root.span)-01")
      let stages = spans.filter { $0.parent == root.span }
      #expect(stages.map(\.name) == ["retrieval", "features", "ranking", "policy"])
      #expect(stages.reduce(0) { $0 + $1.nanoseconds } <= root.nanoseconds)
      // The collector prints before the exporter has its answer.
      let counted = "\nrankd_trace_spans_total{result=\"exported\"} 5\n"
      while try await !ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics").contains(counted) {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  /// The page is told of what its caller sent too, over either version of HTTP.
  @Test(.timeLimit(.minutes(10)))
  func aCallersTraceGoesOnForAPage() async throws {
    let (collector, port) = try await Self.collector("page")
    defer { collector.end() }
    let options = ["--trace-collector", "127.0.0.1:\(port)", "--trace-share", "0", "--http-port", "0"]
    try await LiveRankd.with("trace-page", options) { live in
      for (port, version) in [(live.port, ["--http2-prior-knowledge"]), (live.httpPort, [])] {
        let before = collector.lines.count
        let field = ["-H", "Traceparent: 00-\(Self.trace)-\(Self.caller)-01"]
        let url = "http://127.0.0.1:\(port)/recommend?user_id=1&top_k=5"
        _ = try await ForeignProcess.curl(url, version + field)
        while collector.lines.count < before + 5 { try await Task.sleep(for: .milliseconds(20)) }
        let spans = try Self.spans(collector.lines.dropFirst(before))
        #expect(spans.allSatisfy { $0.trace == Self.trace })
        let root = try #require(spans.first { $0.parent == Self.caller })
        #expect(root.name == "GET /recommend")
        #expect(root.attributes["http.response.status_code"] == "200")
        #expect(spans.count { $0.parent == root.span } == 4)
      }
    }
  }

  /// One that listens, and where.
  private static func collector(_ name: String) async throws -> (BackgroundProcess, port: Int) {
    let collector = try BackgroundProcess(
      "collector-\(name)", ForeignProcess.python,
      [ForeignProcess.inPackage("Tests/IntegrationTests/otlp_collector.py")])
    while collector.lines.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    return (collector, try #require(Int(collector.lines[0]), "\(collector.output)"))
  }

  private static func spans(_ lines: ArraySlice<Substring>) throws -> [Span] {
    try lines.map { try JSONDecoder().decode(Span.self, from: Data($0.utf8)) }
  }

  @Test(.timeLimit(.minutes(10)))
  func aCollectorThatIsGoneFailsNoCall() async throws {
    let options = ["--trace-collector", "127.0.0.1:1", "--trace-share", "1"]
    try await LiveRankd.with("trace-gone", options) { live in
      let client = try await live.client()
      for user in 1...2_000 {
        _ = try await client.recommend(.init(user: .id(Int64(user % 80 + 1)), topK: 10))
      }
      await client.close()
      while !live.log.contains("spans not exported") { try await Task.sleep(for: .milliseconds(20)) }
    }
  }

  /// It takes connections and never answers.
  @Test(.timeLimit(.minutes(10)))
  func aCollectorThatHangsHoldsUpNoDraining() async throws {
    let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(silent.localAddress?.port)
    let options = ["--trace-collector", "127.0.0.1:\(port)", "--trace-share", "1"]
    let live = try LiveRankd("trace-hangs", bundle: SampleBundle.first.get(), options)
    try await live.ready()
    let client = try await live.client()
    // The last call's spans are still there when draining begins, however slow the machine.
    for user: Int64 in 1...3 { _ = try await client.recommend(.init(user: .id(user), topK: 10)) }
    live.terminate()
    await client.close()
    #expect(await live.exitStatus() == 0, "\(live.log)")
    let lines = live.log.split(separator: "\n")
    let drained = try #require(lines.firstIndex { $0.contains("draining") }, "\(live.log)")
    let lost = try #require(lines.lastIndex { $0.contains("spans not exported") }, "\(live.log)")
    #expect(drained < lost, "\(live.log)")
    try await silent.close().get()
  }

  /// Chance would trace every call; the caller's word counts.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [["b3": "0"], ["x-b3-sampled": "0"], ["traceparent": "00-\(trace)-\(caller)-00"]])
  func aDeniedCallIsNotTraced(_ fields: [String: String]) async throws {
    let options = ["--trace-collector", "127.0.0.1:1", "--trace-share", "1"]
    try await LiveRankd.with("trace-denied-\(fields.keys.sorted()[0])", options) { live in
      let client = try await live.client()
      let request = ByteBuffer(bytes: RecommendRequestMessage(user: .id(1), topK: 5).encoded())
      var metadata = RPCMetadata()
      for (key, value) in fields { metadata.add(key, value) }
      let denied = try await client.unary(RankingMethods.recommend, request, metadata: metadata)
      #expect(denied.initialMetadata["traceparent"] == nil)
      let left = try await client.unary(RankingMethods.recommend, request)
      #expect(left.initialMetadata["traceparent"] != nil)
      await client.close()
    }
  }
}
