import Foundation
import Testing

/// `rankctl embed --endpoint`, as a user runs it, against a server that fails.
@Suite(.serialized) struct EndpointProcessTests {
  private static let texts = (1...10).map { "text number \($0)" }

  /// A folder with the texts, a key and a home; its name.
  private func folder(_ name: String) throws -> String {
    let path = try SampleBundle.folder("endpoint-\(name)")
    try Self.texts.joined(separator: "\n").write(toFile: "\(path)/texts", atomically: true, encoding: .utf8)
    try "secret\n".write(toFile: "\(path)/key", atomically: true, encoding: .utf8)
    return path
  }

  private func embed(
    _ endpoint: FaultyEndpoint, in folder: String, _ more: [String] = []
  ) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path,
      [
        "embed", "--endpoint", endpoint.url, "--model", "m", "--texts", "\(folder)/texts", "--out",
        "\(folder)/out", "--home", folder, "--batch", "3", "--concurrency", "1", "--key-file",
        "\(folder)/key",
      ] + (more.contains("--attempts") ? more : ["--attempts", "3"] + more))
  }

  /// The numbers of the written file, at its end.
  private func vectors(_ folder: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/out")).suffix(Self.texts.count * 4 * 4)
  }

  /// What a server without faults leads to.
  private func expected() async throws -> Data {
    let endpoint = try await FaultyEndpoint("ok", striking: [])
    defer { endpoint.end() }
    let folder = try folder("clean-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try await embed(endpoint, in: folder)
    try #require(output.status == 0, "\(output.text)")
    return try vectors(folder)
  }

  @Test(
    .timeLimit(.minutes(10)), arguments: ["limited", "broken", "slow", "truncated", "hangup", "nan"])
  func whatMayPassIsAskedForAgain(_ fault: String) async throws {
    let endpoint = try await FaultyEndpoint(fault, striking: [0, 2])
    defer { endpoint.end() }
    let folder = try folder(fault)
    // Only a slow answer needs a limit of time; on a busy machine others may then exceed it, too.
    let output = try await embed(
      endpoint, in: folder, fault == "slow" ? ["--call-timeout", "2", "--attempts", "20"] : [])
    #expect(output.status == 0, "\(output.text)")
    if fault != "slow" { #expect(output.text.contains(" 2 retries, "), "\(output.text)") }
    #expect(endpoint.calls.count { $0.hasSuffix(" \(fault)") } == 2)
    #expect(try await expected() == vectors(folder))
  }

  @Test(.timeLimit(.minutes(10)))
  func anotherDimensionMidwayIsAnErrorAndWhatIsThereStays() async throws {
    let folder = try folder("dimension")
    let endpoint = try await FaultyEndpoint("dimension", striking: [2])
    defer { endpoint.end() }
    let output = try await embed(endpoint, in: folder)
    #expect(output.status != 0 && output.text.contains("5 numbers, those before have 4"), "\(output.text)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
    let before = endpoint.texts
    #expect(try await embed(endpoint, in: folder).status == 0)
    #expect(endpoint.texts - before < Self.texts.count, "\(endpoint.calls)")
    #expect(try await expected() == vectors(folder))
  }

  @Test(.timeLimit(.minutes(10)))
  func afterAllAttemptsItEndsAndGoesOnLater() async throws {
    let folder = try folder("down")
    let endpoint = try await FaultyEndpoint("broken", striking: [2, 3, 4])
    defer { endpoint.end() }
    let output = try await embed(endpoint, in: folder)
    #expect(output.status != 0 && output.text.contains("answered 500"), "\(output.text)")
    #expect(output.text.contains("the last of 3 attempts"), "\(output.text)")
    let before = endpoint.texts
    #expect(try await embed(endpoint, in: folder).status == 0)
    #expect(endpoint.texts - before < Self.texts.count)
    #expect(try await expected() == vectors(folder))
  }

  @Test(.timeLimit(.minutes(10)))
  func withoutAKeyItIsRefusedAtOnceAndTheBudgetHolds() async throws {
    let folder = try folder("refused")
    let endpoint = try await FaultyEndpoint("ok", striking: [])
    defer { endpoint.end() }
    try "wrong".write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
    let refused = try await embed(endpoint, in: folder)
    #expect(refused.status != 0 && refused.text.contains("answered 401"), "\(refused.text)")
    #expect(endpoint.calls.count == 1 && !refused.text.contains("wrong"))

    try "secret".write(toFile: "\(folder)/key", atomically: true, encoding: .utf8)
    let stopped = try await embed(endpoint, in: folder, ["--input-price", "1000000", "--budget", "35"])
    #expect(stopped.status != 0 && stopped.text.contains("budget"), "\(stopped.text)")
    #expect(endpoint.texts < 1 + Self.texts.count)
  }

  /// What would never be reached, and what would trap.
  @Test(arguments: [
    ["--budget", "5"], ["--budget", "0", "--input-price", "1"], ["--input-price=-1"], ["--batch", "0"],
  ]) func limitsThatMakeNoSenseAreRefused(_ options: [String]) async throws {
    let output = try await ForeignProcess.run(
      SampleBundle.products.appendingPathComponent("rankctl").path,
      [
        "embed", "--endpoint", "http://127.0.0.1:1", "--model", "m", "--texts", "/dev/null", "--out",
        "/dev/null",
      ] + options)
    let name = options[0].prefix { $0 != "=" }
    #expect(output.status == 64 && output.text.contains(name), "\(output.text)")
  }
}
