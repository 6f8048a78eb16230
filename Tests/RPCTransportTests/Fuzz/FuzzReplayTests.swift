import Foundation
import RPCFuzzing
import Testing

/// Replays what the fuzzer was given and has found, whole and cut short, with a few thousand seeded changes.
@Suite struct FuzzReplayTests {
  @Test(.timeLimit(.minutes(10)), arguments: FuzzTarget.allCases)
  func returnsForEveryInput(_ target: FuzzTarget) throws {
    let inputs = try Self.inputs(target)
    #expect(!inputs.isEmpty)
    var random = SplitMix(state: 7)
    for input in inputs {
      run(target, input)
      for count in 0..<min(input.count, 300) { run(target, Array(input[..<count])) }
      for _ in 0..<3_000 / inputs.count { run(target, Self.changed(input, &random)) }
    }
  }

  private func run(_ target: FuzzTarget, _ input: [UInt8]) {
    input.withUnsafeBufferPointer { target.run($0) }
  }

  private static func inputs(_ target: FuzzTarget) throws -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/fuzz/\(target.rawValue)")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
  }

  private static func changed(_ input: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    var bytes = input
    for _ in 0...Int(random.next() % 4) where !bytes.isEmpty {
      let index = Int(random.next() % UInt64(bytes.count))
      switch random.next() % 4 {
      case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
      case 1: bytes[index] ^= 1 << UInt8(random.next() % 8)
      case 2: bytes.remove(at: index)
      default: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 20)], at: index)
      }
    }
    return bytes
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
