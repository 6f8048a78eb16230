import Foundation
import RankingCore
import Testing

/// `rankctl als` as a program.
struct ALSCommandTests {
  private let folder: String

  init() throws { folder = try SampleBundle.folder("als-\(UUID().uuidString)") }

  private func arguments(_ name: String, iterations: Int) throws -> [String] {
    let data = try MovieLensFolder.write1M(to: folder)
    return [
      "als", "--interactions", data, "--factors", "32", "--iterations", "\(iterations)", "--out",
      "\(folder)/\(name).safetensors", "--solver", "cholesky", "--no-objective", "--threads", "1",
    ]
  }

  /// A killed factorisation goes on from what it last saved, to the bits of one that was left alone.
  @Test(.timeLimit(.minutes(10))) func aKilledTrainingGoesOnToTheSameBits() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let saving = ["--checkpoint", "\(folder)/checkpoint", "--checkpoint-seconds", "0"]
    let whole = try await ForeignProcess.run(Rankctl.path, arguments("whole", iterations: 300))
    #expect(whole.status == 0, "\(whole.text)")
    // The shell kills it within a time slice of its first checkpoint; a test waits longer for its turn.
    let kill =
      "checkpoint=$1; shift; \"$@\" & until [ -e \"$checkpoint\" ] || ! kill -0 $!; do :; done; kill -KILL $!"
    _ = try await ForeignProcess.run(
      "/bin/sh",
      ["-c", kill, "sh", "\(folder)/checkpoint", Rankctl.path] + arguments("killed", iterations: 300) + saving
    )
    try #require(FileManager.default.fileExists(atPath: "\(folder)/checkpoint"))
    try #require(!FileManager.default.fileExists(atPath: "\(folder)/killed.safetensors"))
    let resumed = try await ForeignProcess.run(Rankctl.path, arguments("killed", iterations: 300) + saving)
    #expect(resumed.status == 0, "\(resumed.text)")
    #expect(!resumed.text.contains("iteration 1 of 300"))
    #expect(try bytes("killed") == bytes("whole"))
  }

  @Test func aCheckpointBeyondTheTargetIsRefused() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let saving = ["--checkpoint", "\(folder)/checkpoint", "--checkpoint-seconds", "0"]
    #expect(try await ForeignProcess.run(Rankctl.path, arguments("long", iterations: 4) + saving).status == 0)
    let short = try await ForeignProcess.run(Rankctl.path, arguments("short", iterations: 2) + saving)
    #expect(short.status != 0)
    #expect(short.text.contains("4 iterations far, 2 are wanted"), "\(short.text)")
  }

  /// Factors have the bits of an instruction set, so a checkpoint of another is another's.
  @Test(.enabled(if: InstructionSet.name != "scalar")) func anotherInstructionSetsCheckpointIsRefused()
    async throws
  {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let saving = ["--checkpoint", "\(folder)/checkpoint", "--checkpoint-seconds", "0"]
    #expect(
      try await ForeignProcess.run(Rankctl.path, arguments("native", iterations: 2) + saving).status == 0)
    let scalar = try await ForeignProcess.run(
      "/usr/bin/env", ["RANKD_ISA=scalar", Rankctl.path] + arguments("scalar", iterations: 3) + saving)
    #expect(scalar.status != 0)
    #expect(scalar.text.contains("another instruction set"), "\(scalar.text)")
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).safetensors"))
  }
}
