import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct AdminTests {
  @Test(.timeLimit(.minutes(2)))
  func theAdminPortTellsOfCallsAndBundle() async throws {
    try await LiveRankd.with("admin", ["--threads", "2"]) { live in
      let admin = "http://127.0.0.1:\(live.adminPort)"
      #expect(try ForeignProcess.curl("\(admin)/healthz") == "ok\n 200")
      #expect(try ForeignProcess.curl("\(admin)/readyz") == "ready\n 200")
      #expect(try ForeignProcess.curl("\(admin)/nothing").hasSuffix(" 404"))
      #expect(try ForeignProcess.curl("\(admin)/metrics", ["-X", "POST"]).hasSuffix(" 405"))
      let client = try await live.client()
      for _ in 0..<3 { _ = try await client.recommend(.init(user: .id(1), topK: 3)) }
      _ = try? await client.recommend(.init(user: .id(1), topK: -3))
      await client.close()
      let metrics = try ForeignProcess.curl("\(admin)/metrics")
      let labels = #"grpc_type="unary",grpc_service="ranking.v1.RankingService",grpc_method="Recommend""#
      for line in [
        "grpc_server_started_total{\(labels)} 4", #"grpc_server_handled_total{\#(labels),grpc_code="OK"} 3"#,
        #"grpc_server_handled_total{\#(labels),grpc_code="INVALID_ARGUMENT"} 1"#,
        #"grpc_server_handling_seconds_bucket{\#(labels),le="+Inf"} 4"#,
        "grpc_server_handling_seconds_count{\(labels)} 4", "rankd_bundle_info{version=\"ml-100k-",
        "process_resident_memory_bytes ",
      ] {
        #expect(metrics.contains("\n\(line)"), "\(line) in\n\(metrics)")
      }
    }
  }
}
