import Foundation
import Testing

/// `rankctl embed` as a program, with the encoder that `make test` has fetched.
struct EmbedTests {
  private struct Report: Decodable {
    let texts: Int
    let encoded: Int
  }

  private let folder: String
  private let rankctl = SampleBundle.products.appendingPathComponent("rankctl").path

  init() throws { folder = try SampleBundle.folder("embed-\(UUID().uuidString)") }

  private var encoder: String {
    ProcessInfo.processInfo.environment["RANKD_ENCODER"] ?? ForeignProcess.inPackage(".rankd/encoder")
  }

  private func arguments(_ lines: [String]) throws -> [String] {
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/texts.txt"))
    return [
      "embed", "--encoder", encoder, "--texts", "\(folder)/texts.txt", "--out", "\(folder)/out.safetensors",
      "--home", folder, "--threads", "2", "--json",
    ]
  }

  private func report(_ lines: [String]) async throws -> Report {
    let output = try await ForeignProcess.run(rankctl, arguments(lines))
    let json = try #require(output.text.split(separator: "\n").last { $0.hasPrefix("{") }, "\(output.text)")
    return try JSONDecoder().decode(Report.self, from: Data(json.utf8))
  }

  /// Bytes of everything kept so far.
  private var kept: Int {
    let cache = "\(folder)/embeddings"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
    return names.reduce(0) { total, name in
      let size = try? FileManager.default.attributesOfItem(atPath: "\(cache)/\(name)")[.size] as? Int
      return total + (size ?? 0)
    }
  }

  @Test(.timeLimit(.minutes(10))) func aKilledRunGoesOnWhereItStopped() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lines = (0..<4_000).map { "A film about the number \($0)." }
    let running = try BackgroundProcess("embed", rankctl, arguments(lines))
    let deadline = ContinuousClock.now + .seconds(60)
    while kept == 0, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(2))
    }
    let output = running.output
    running.end()
    try #require(kept > 0, "\(output)")
    let resumed = try await report(lines)
    #expect(resumed.texts == 4_000)
    #expect(resumed.encoded > 0)
    #expect(resumed.encoded < 4_000)
    #expect(try await report(lines).encoded == 0)
  }

  @Test func linesMayEndWithACarriageReturn() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let windows = try await report(["one film\r", "another film\r", ""])
    #expect(windows.texts == 2)
    #expect(windows.encoded == 2)
    #expect(try await report(["one film", "another film"]).encoded == 0)
  }

  @Test func anEmptyLineIsNamedAndNothingIsWritten() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try await ForeignProcess.run(rankctl, arguments(["one film", "", "another"]))
    #expect(output.status != 0)
    #expect(output.text.contains("text 2 of 3 is empty"))
    #expect(kept == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/out.safetensors"))
  }
}
