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
      - name: stubborn
        when: {messages_contain: "Item: Heat"}
        respond: {content: 'I had rather not.'}
      - name: item
        when: {messages_contain: "Item: "}
        respond: {content: '\(answer)'}
    """

  private func enrich(
    _ port: Int, _ model: String, in folder: String, _ more: [String] = []
  ) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path,
      [
        "enrich", "--endpoint", "http://127.0.0.1:\(port)/v1", "--model", model, "--home", folder,
        "--interactions", "\(folder)/events.csv", "--items", "\(folder)/items.csv", "--out",
        "\(folder)/enriched-\(model)", "--attempts", "2",
      ] + more)
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
    let deadline = ContinuousClock.now + .seconds(120)
    while (try? await requests(port)) == nil, server.isRunning, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
    try #require((try? await requests(port)) != nil, "\(server.output)")
    try await body(port, folder)
  }

  @Test(.timeLimit(.minutes(10)))
  func itemsAreDescribedOnceAndRefusalsAreTold() async throws {
    try await withServer { port, folder in
      let output = try await enrich(port, "writer", in: folder)
      // One item of three answers in no JSON, twice.
      #expect(output.status != 0 && output.text.contains("2 items; 4 calls, 1 retries"), "\(output.text)")
      #expect(output.text.contains("item 2: ") && output.text.contains("1 of 3 items got no answer"))
      let lines = try String(contentsOfFile: "\(folder)/enriched-writer", encoding: .utf8).split(
        separator: "\n")
      #expect(lines.count == 2 && lines.allSatisfy { $0.contains("Toys come alive.") })
      #expect(try await requests(port) == 4)

      let again = try await enrich(port, "writer", in: folder)
      #expect(again.text.contains("2 items; 2 calls"), "\(again.text)")
      #expect(try await requests(port) == 6)

      let busy = try await enrich(port, "busy", in: folder)
      #expect(busy.status != 0 && busy.text.contains("answered 429"), "\(busy.text)")

      let none = try await enrich(port, "writer", in: folder, ["--limit=-1"])
      #expect(none.status == 64 && none.text.contains("--limit -1: must be at least 1"), "\(none.text)")
    }
  }
}
