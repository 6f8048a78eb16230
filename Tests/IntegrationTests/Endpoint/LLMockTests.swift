import Foundation
import RankingCore
import Testing

/// `rankctl embed --endpoint` against a third party's server.
@Suite struct LLMockTests {
  @Test(.timeLimit(.minutes(10)))
  func textsAreEmbeddedAndRateLimitsAreHonoured() async throws {
    let server = try await LLMockServer()
    defer { server.end() }
    let folder = try SampleBundle.folder("llmock")
    try (1...10).map { "text number \($0 % 9)" }.joined(separator: "\n")
      .write(toFile: "\(folder)/texts", atomically: true, encoding: .utf8)
    func embed() async throws -> ForeignProcess.Output {
      try await ForeignProcess.run(
        SampleBundle.products.appendingPathComponent("rankctl").path,
        [
          "embed", "--endpoint", server.url, "--model", "text-embedding-3-small", "--texts",
          "\(folder)/texts",
          "--out", "\(folder)/out", "--home", folder, "--batch", "3", "--concurrency", "2",
        ])
    }
    try await server.fail(429, retryAfter: 1, times: 2)
    let output = try await embed()
    // One text for the dimension, eight others in batches of three.
    #expect(output.status == 0 && output.text.contains("4 calls, 2 retries"), "\(output.text)")
    let verdict = try await server.verdict()
    #expect(verdict.passed && verdict.faults_injected == 2 && verdict.attempts == 6, "\(verdict)")
    let vectors = try SafetensorsFile(path: "\(folder)/out").matrix("embeddings", as: Float.self)
    #expect((vectors.rows, vectors.columns) == (10, 1536))
    #expect(vectors[row: 0].elementsEqual(vectors[row: 9]) && !vectors[row: 0].elementsEqual(vectors[row: 1]))
    for row in 0..<10 {
      #expect(abs(vectors[row: row].reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
    }
    #expect(try await embed().text.contains("0 calls"))
    #expect(try await server.verdict().attempts == 6)
  }
}
