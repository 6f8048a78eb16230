import Foundation
import Testing

@Suite struct ForeignClientTests {
  @Test(.timeLimit(.minutes(10)))
  func aPythonClientFindsEveryAnswerAndErrorAsPrescribed() async throws {
    try await LiveRankd.with("grpcio") { live in
      let script = ForeignProcess.inPackage("Tests/IntegrationTests/recommend_client.py")
      let output = try await ForeignProcess.run(ForeignProcess.python, [script, "\(live.port)"])
      #expect(output.status == 0, "\(output.text)")
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func theExampleClientPrintsTitles() async throws {
    try await LiveRankd.with("example") { live in
      let output = try await ForeignProcess.run(
        ForeignProcess.python,
        [
          ForeignProcess.inPackage("Clients/python/recommend.py"), "--target", "127.0.0.1:\(live.port)",
          "--user", "3", "--top-k", "4", "--catalogue", try SampleBundle.first.get() + "/catalogue.json",
        ])
      #expect(output.status == 0, "\(output.text)")
      let lines = output.text.split(separator: "\n")
      #expect(lines.count == 5 && lines.dropFirst().allSatisfy { $0.contains("Film ") }, "\(output.text)")
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (#"{"user_id":3,"top_k":5}"#, "SERVED_BY_PERSONAL"), ("{}", "SERVED_BY_TRENDING"),
      (#"{"user_key":"nobody"}"#, "SERVED_BY_TRENDING"),
      (#"{"top_k":1001}"#, "must be from 0 to 1000, got 1001"),
    ])
  func bufCurlGetsAnAnswer(_ request: String, _ expected: String) async throws {
    try await LiveRankd.with("buf-\(expected.prefix(20))") { live in
      let output = try await ForeignProcess.run(
        ForeignProcess.besidePython("buf"),
        [
          // Without a schema: it asks the server by reflection.
          "curl", "--http2-prior-knowledge", "--protocol", "grpc", "-d", request,
          "http://127.0.0.1:\(live.port)/ranking.v1.RankingService/Recommend",
        ])
      #expect(output.text.contains(expected), "\(output.text)")
    }
  }
}
