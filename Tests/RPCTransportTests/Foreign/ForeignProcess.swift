import Foundation
import Testing

/// Runs a program of another language and hands back what it printed.
enum ForeignProcess {
  struct Output {
    var status: Int32
    var text: String
  }

  /// The Python interpreter that has grpcio: `RANKD_PYTHON`, or the one `make setup` installs.
  static var python: String {
    ProcessInfo.processInfo.environment["RANKD_PYTHON"] ?? ".venv/bin/python3"
  }

  /// The path of a script of this folder.
  static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
  }

  static func run(_ program: String, _ arguments: [String]) async throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Output(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
  }
}
