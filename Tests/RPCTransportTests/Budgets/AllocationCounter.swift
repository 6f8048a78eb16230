import Foundation
import Testing

/// Benchmarks/allocations/count.c, compiled, and the counts of the program it is loaded into.
final class AllocationCounter {
  let environment: [String: String]
  private let folder: URL

  init(source: String) throws {
    folder = EchoProcess.products.appendingPathComponent("allocation-tests")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let library = folder.appendingPathComponent("count.so").path
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["clang", "-shared", "-fPIC", "-O2", "-o", library, source]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    environment = ["LD_PRELOAD": library, "ALLOCATIONS": folder.appendingPathComponent("counts").path]
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// So far: all, and those that nghttp2 asked for.
  func read() throws -> (all: Int, nghttp2: Int) {
    let data = try Data(contentsOf: folder.appendingPathComponent("counts"))
    let counts = data.withUnsafeBytes { bytes in
      (0..<2).map { Int(bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
    }
    return (counts[0], counts[1])
  }
}
