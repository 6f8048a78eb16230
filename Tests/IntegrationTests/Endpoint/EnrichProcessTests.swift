import Foundation
import Testing

/// `rankctl enrich` against fakellm, a chat-completions server of somebody else's.
@Suite struct EnrichProcessTests {
  private struct Statistics: Decodable {
    var total_requests: Int
  }

  private static let answer =
    #"{"description": "Toys come alive.", "themes": ["friendship"], "mood": "warm", "audience": "all", "similar": ["Up"]}"#

  private static let rules = """
    version: 1
    rules:
      - name: busy
        when: {model_matches: busy}
        respond: {status: 429, error: "rate limit"}
      - name: item
        when: {messages_contain: "Item: "}
        respond: {content: '\(answer)'}
    """

  private func enrich(_ port: Int, _ model: String, in folder: String) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path,
      [
        "enrich", "--endpoint", "http://127.0.0.1:\(port)/v1", "--model", model, "--home", folder,
        "--interactions", "\(folder)/events.csv", "--items", "\(folder)/items.csv", "--out",
        "\(folder)/enriched-\(model)", "--attempts", "2",
      ])
  }

  private func requests(_ port: Int) async throws -> Int {
    let text = try await ForeignProcess.run(
      "/usr/bin/curl", ["-s", "http://127.0.0.1:\(port)/_fakellm/stats"]
    ).text
    return try JSONDecoder().decode(Statistics.self, from: Data(text.utf8)).total_requests
  }

  private func withServer(_ body: (_ port: Int, _ folder: String) async throws -> Void) async throws {
    let folder = try SampleBundle.folder("enrich")
    for (name, text) in [
      ("rules.yaml", Self.rules), ("items.csv", "item,title\n1,Toy Story\n2,Heat\n3,Casino\n"),
      ("events.csv", "user,item\n1,1\n1,2\n2,3\n"),
    ] {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    let port = try FreePort.next()
    let server = try BackgroundProcess(
      "fakellm", ForeignProcess.besidePython("fakellm"),
      ["serve", "--port", "\(port)", "--config", "\(folder)/rules.yaml"])
    defer { server.end() }
    for _ in 0..<400 {
      if (try? await requests(port)) != nil { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    try #require((try? await requests(port)) != nil, "\(server.output)")
    try await body(port, folder)
  }

  @Test(.timeLimit(.minutes(1)))
  func itemsAreDescribedOnceAndRefusalsAreTold() async throws {
    try await withServer { port, folder in
      let output = try await enrich(port, "writer", in: folder)
      #expect(output.status == 0 && output.text.contains("3 items; 3 calls, 0 retries"), "\(output.text)")
      let lines = try String(contentsOfFile: "\(folder)/enriched-writer", encoding: .utf8).split(
        separator: "\n")
      #expect(lines.count == 3 && lines.allSatisfy { $0.contains("Toys come alive.") })
      #expect(try await requests(port) == 3)

      let again = try await enrich(port, "writer", in: folder)
      #expect(again.status == 0 && again.text.contains("0 calls"), "\(again.text)")
      #expect(try await requests(port) == 3)

      let busy = try await enrich(port, "busy", in: folder)
      #expect(busy.status != 0 && busy.text.contains("answered 429"), "\(busy.text)")
    }
  }
}
