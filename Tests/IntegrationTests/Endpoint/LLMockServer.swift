import Foundation
import Testing

/// LLMock, somebody else's OpenAI-compatible server: it answers `/v1/embeddings`, fails on demand, and judges how its
/// client bore that.
struct LLMockServer {
  struct Verdict: Decodable {
    let passed: Bool
    let attempts: Int
    let faults_injected: Int
  }

  private let process: BackgroundProcess
  private let root: String
  var url: String { "\(root)/v1" }

  init() async throws {
    let port = try FreePort.next()
    root = "http://127.0.0.1:\(port)"
    process = try BackgroundProcess(
      "llmock-\(port)", ForeignProcess.besidePython("llmock"),
      ["serve", "--host", "127.0.0.1", "--port", "\(port)"])
    let deadline = ContinuousClock.now + .seconds(120)
    while try await !isReady(), process.isRunning, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
    let ready = try await isReady()
    let output = process.output
    if !ready { process.end() }
    try #require(ready, "\(output)")
  }

  private func isReady() async throws -> Bool {
    try await ForeignProcess.curl("\(root)/_llmock/scenario").hasSuffix(" 200")
  }

  /// The next `times` calls are answered by `status`, with a Retry-After.
  func fail(_ status: Int, retryAfter: Int, times: Int) async throws {
    let fault =
      #"{"behaviors":[{"type":"fail","status":\#(status),"retry_after":\#(retryAfter),"times":\#(times)}]}"#
    let answer = try await ForeignProcess.curl("\(root)/_llmock/scenario", ["-d", fault])
    try #require(answer.hasSuffix(" 201"), "\(answer)")
  }

  func verdict() async throws -> Verdict {
    let text = try await ForeignProcess.run("/usr/bin/curl", ["-s", "\(root)/_llmock/verdict"]).text
    return try JSONDecoder().decode(Verdict.self, from: Data(text.utf8))
  }

  func end() { process.end() }
}
