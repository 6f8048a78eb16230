import Foundation
import Testing

/// The bits of the kernels on processors that this one is not. With RANKD_LONG_TESTS=1: it needs a cross compiler and
/// an emulator.
struct CrossKernelTests {
  private static let isLong = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1"

  @Test(.enabled(if: isLong)) func neonHasTheBitsOfEveryOtherInstructionSet() throws {
    let script = URL(filePath: #filePath).appending(path: "../../../kernel-digests/compare")
      .standardizedFileURL
    let process = Process()
    process.executableURL = script
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    let agreed = try #require(
      text.split(separator: "\n").last { $0.contains(" outputs agree on ") }, "\(text)")
    for name in ["neon", "scalar"] { #expect(agreed.contains(name), "\(agreed)") }
  }
}
