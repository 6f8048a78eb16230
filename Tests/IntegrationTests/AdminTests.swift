import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct AdminTests {
  @Test(.timeLimit(.minutes(10)))
  func theAdminPortTellsOfCallsAndBundle() async throws {
    try await LiveRankd.with("admin", ["--threads", "2"]) { live in
      let admin = "http://127.0.0.1:\(live.adminPort)"
      #expect(try await ForeignProcess.curl("\(admin)/healthz") == "ok\n 200")
      #expect(try await ForeignProcess.curl("\(admin)/readyz") == "ready\n 200")
      #expect(try await ForeignProcess.curl("\(admin)/nothing").hasSuffix(" 404"))
      #expect(try await ForeignProcess.curl("\(admin)/metrics", ["-X", "POST"]).hasSuffix(" 405"))
      let client = try await live.client()
      for _ in 0..<3 { _ = try await client.recommend(.init(user: .id(1), topK: 3)) }
      _ = try? await client.recommend(.init(user: .id(1), topK: -3))
      await client.close()
      let metrics = try await ForeignProcess.curl("\(admin)/metrics")
      let labels = #"grpc_type="unary",grpc_service="ranking.v1.RankingService",grpc_method="Recommend""#
      for (method, type) in [
        ("Watch", "server_stream"), ("Check", "unary"), ("ServerReflectionInfo", "bidi_stream"),
      ] {
        let found = metrics.split(separator: "\n").filter { $0.contains("grpc_method=\"\(method)\"") }
        #expect(!found.isEmpty && found.allSatisfy { $0.contains("grpc_type=\"\(type)\"") }, "\(method)")
      }
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

  /// Over either version of HTTP, by path and status; what else is asked for is no label.
  @Test(.timeLimit(.minutes(10)))
  func pagesAreCountedLoggedAndTimed() async throws {
    try await LiveRankd.with("pages", ["--http-port", "0", "--log-requests", "1"]) { live in
      for (port, options) in [(live.port, ["--http2-prior-knowledge"]), (live.httpPort, [])] {
        let url = "http://127.0.0.1:\(port)/recommend"
        _ = try await ForeignProcess.curl("\(url)?user_id=1&top_k=3", options)
        _ = try await ForeignProcess.curl("\(url)?user_id=7&top_k=-1", options)
        _ = try await ForeignProcess.curl("\(url)/nothing-here", options)
      }
      let page = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      for line in [
        #"rankd_http_requests_total{path="/recommend",code="200"} 2"#,
        #"rankd_http_requests_total{path="/recommend",code="400"} 2"#,
        #"rankd_http_requests_total{path="/recommend",code="500"} 0"#,
        #"rankd_http_request_seconds_bucket{path="/recommend",le="+Inf"} 4"#,
        #"rankd_http_request_seconds_count{path="/recommend"} 4"#,
      ] {
        #expect(page.contains("\n\(line)\n"), "\(line) in\n\(page)")
      }
      #expect(!page.contains("nothing-here"))
      for fact in ["user_id=1", "user_id=7", "code=INVALID_ARGUMENT"] {
        while !Self.requests(live).contains(where: { $0.contains(fact) }) {
          try await Task.sleep(for: .milliseconds(20))
        }
      }
    }
  }

  private static func requests(_ live: LiveRankd) -> [Substring] {
    live.log.split(separator: "\n").filter { $0.contains("request") }
  }

  /// DATA on stream 0 is a violation (RFC 9113, 6.1).
  @Test(.timeLimit(.minutes(10)))
  func aViolationOfHTTP2IsCounted() async throws {
    try await LiveRankd.with("violation") { live in
      let admin = "http://127.0.0.1:\(live.adminPort)/metrics"
      #expect(try await ForeignProcess.curl(admin).contains("\nrankd_http2_errors_total 0\n"))
      let script = """
        import socket, sys
        with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) as peer:
            peer.sendall(b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0]))
            peer.sendall(bytes([0, 0, 1, 0, 0, 0, 0, 0, 0, 65]))
            while peer.recv(4096):
                pass
        """
      let output = try await ForeignProcess.run(ForeignProcess.python, ["-c", script, "\(live.port)"])
      #expect(output.status == 0, "\(output.text)")
      while try await !ForeignProcess.curl(admin).contains("\nrankd_http2_errors_total 1\n") {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
