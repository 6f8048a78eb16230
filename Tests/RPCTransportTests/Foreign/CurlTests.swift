import Foundation
import Testing

extension TransportTests {
  @Suite struct CurlTests {
    private func curl(_ port: Int, _ path: String, _ arguments: [String] = []) async throws -> String {
      let url = "http://127.0.0.1:\(port)\(path)"
      return try await ForeignProcess.run(
        "/usr/bin/curl", ["-s", "-m", "20", "-w", " %{http_code}"] + arguments + [url]
      ).text
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        ("/page?user_id=1&top_k=5", [], "user_id=1&top_k=5 200"),
        ("/page", ["-X", "DELETE"], "method not allowed: use GET\n 405"),
        ("/none", [], "not found\n 404"),
        ("/test.Test/Echo", [], "method not allowed: gRPC uses POST\n 405"),
        (
          "/test.Test/Echo", ["-X", "POST", "-H", "content-type: application/json"],
          "unsupported media type: use content-type application/grpc\n 415"
        ),
      ])
    func plainRequestsGetPlainAnswers(_ path: String, _ arguments: [String], _ expected: String) async throws
    {
      try await LiveServer.with { live in
        let text = try await curl(live.port, path, ["--http2-prior-knowledge"] + arguments)
        #expect(text == expected)
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [1, 100_000, 8_000_000])
    func aRefusedBodyIsSwallowed(_ count: Int) async throws {
      try await LiveServer.with { live in
        let body = NSTemporaryDirectory() + "body-\(UInt64.random(in: 0..<(.max)))"
        try Data(count: count).write(to: URL(fileURLWithPath: body))
        defer { try? FileManager.default.removeItem(atPath: body) }
        for _ in 0..<5 {
          let text = try await curl(
            live.port, "/test.Test/Echo", ["--http2-prior-knowledge", "--data-binary", "@" + body])
          #expect(text == "unsupported media type: use content-type application/grpc\n 415")
        }
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func http1IsToldWhatThisPortSpeaks() async throws {
      try await LiveServer.with { live in
        let text = try await curl(live.port, "/page")
        #expect(text == "This port speaks HTTP/2 with prior knowledge.\n 505")
      }
    }
  }
}
