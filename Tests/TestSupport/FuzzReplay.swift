import Foundation

/// What the fuzzer was given and has found, in Tests/Fixtures/fuzz.
public struct FuzzReplay {
  public let inputs: [[UInt8]]

  /// The inputs of target `name`, in the order of their file names.
  public init(_ name: String) throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(
      at: tests.appending(path: "Fixtures/fuzz/\(name)"), includingPropertiesForKeys: nil)
    inputs = try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
  }

  /// Runs `target` on every input, whole and cut short, and on a few thousand seeded changes of them.
  public func run(_ target: (UnsafeBufferPointer<UInt8>) -> Void) {
    var random = TestRandom(seed: 7)
    for input in inputs {
      input.withUnsafeBufferPointer(target)
      for count in 0..<min(input.count, 300) { Array(input[..<count]).withUnsafeBufferPointer(target) }
      for _ in 0..<3_000 / inputs.count {
        Self.changed(input, &random).withUnsafeBufferPointer(target)
      }
    }
  }

  private static func changed(_ input: [UInt8], _ random: inout TestRandom) -> [UInt8] {
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
