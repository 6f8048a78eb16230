import Foundation
import Testing

/// What kernels write for the same inputs has one digest, whatever the instruction set. With RANKD_LONG_TESTS=1 those of
/// a processor that this one is not, too: that needs a cross compiler and an emulator.
struct CrossKernelTests {
  private static let isLong = ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1"

  @Test func everyInstructionSetHasTheSameBits() throws {
    let script = URL(filePath: #filePath).appending(path: "../../../kernel-digests/compare")
      .standardizedFileURL
    let process = Process()
    process.executableURL = script
    process.arguments = Self.isLong ? [] : ["here"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    let agreed = try #require(
      text.split(separator: "\n").last { $0.contains(" outputs agree on ") }, "\(text)")
    for name in kernelNames + (Self.isLong ? ["neon"] : []) { #expect(agreed.contains(name), "\(agreed)") }
  }
}
