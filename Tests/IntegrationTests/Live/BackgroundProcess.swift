import Foundation

/// A program of another language that runs beside a test and writes to a file.
final class BackgroundProcess {
  private let process = Process()
  private let path: String

  /// What it has printed so far.
  var output: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
  var lines: [Substring] { output.split(separator: "\n") }
  var isRunning: Bool { process.isRunning }

  init(_ name: String, _ program: String, _ arguments: [String]) throws {
    path = try SampleBundle.folder("background-\(name)") + "/output"
    try Data().write(to: URL(fileURLWithPath: path))
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: path)
    process.standardError = process.standardOutput
    try process.run()
  }

  /// Ends it and removes what it wrote. A child inherits the signals that its parent's thread has blocked; SIGKILL
  /// is none of them.
  func end() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    while process.isRunning { usleep(1_000) }
    try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }
}
