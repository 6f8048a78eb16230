import RankingCore
import RankingTraining
import Testing

@Suite struct PageTests {
  @Test(.timeLimit(.minutes(10)))
  func thePageIsTheReferencesOverBothVersionsOfHTTP() async throws {
    let snapshot = try SampleBundle.snapshot()
    let scratch = PipelineScratch(for: snapshot)
    let items = withExtendedLifetime(scratch) {
      RankingPipeline(snapshot: snapshot).answer(RankingRequest(user: .id(12), topK: 5), scratch: scratch)
        .items.map { "\(snapshot.catalogue.itemID(Int($0)))" }.joined(separator: ",")
    }
    let expected =
      #"{"user_id":12,"recommendations":[\#(items)],"status":"success","#
      + #""metadata":{"model_version":"\#(snapshot.version)"}}"# + "\n 200"
    try await LiveRankd.with("page", ["--http-port", "0"]) { live in
      let query = "recommend?user_id=12&top_k=5"
      let overHTTP2 = try await ForeignProcess.curl(
        "http://127.0.0.1:\(live.port)/\(query)", ["--http2-prior-knowledge"])
      #expect(overHTTP2 == expected)
      let overHTTP1 = try await ForeignProcess.curl("http://127.0.0.1:\(live.httpPort)/\(query)")
      #expect(overHTTP1 == expected)
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("user_id=1&top_k=-1", "top_k: must be from 0 to 1000, got -1"),
      ("user_id=1&top_k=1001", "top_k: must be from 0 to 1000, got 1001"),
      ("user_id=1&top_k=99999999999", "top_k: must be an integer"),
      ("user_id=abc", "user_id: must be a 64-bit integer"), ("user_id=1&user_id=2", "user_id: given twice"),
      ("user_id=1&user_key=a", "give one of them"), ("nonsense=1", "nonsense: unknown parameter"),
      ("user_key=%zz", "user_key: not percent-encoded"),
    ])
  func aBadQueryIsA400ThatNamesTheParameter(_ query: String, _ problem: String) async throws {
    try await LiveRankd.with("bad-page", ["--http-port", "0"]) { live in
      for (port, options) in [(live.port, ["--http2-prior-knowledge"]), (live.httpPort, [])] {
        let text = try await ForeignProcess.curl("http://127.0.0.1:\(port)/recommend?\(query)", options)
        #expect(text.contains(problem) && text.contains(#""code":"INVALID_ARGUMENT""#), "\(text)")
        #expect(text.hasSuffix(" 400"))
      }
    }
  }
}
