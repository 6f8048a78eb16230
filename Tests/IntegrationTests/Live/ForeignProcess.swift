import Foundation

/// Runs a program of another language and hands back what it printed.
enum ForeignProcess {
  struct Output {
    var status: Int32
    var text: String
  }

  /// The folder that holds Package.swift.
  static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Python interpreter that has grpcio: `RANKD_PYTHON`, or the one `make setup` installs.
  static var python: String {
    ProcessInfo.processInfo.environment["RANKD_PYTHON"] ?? inPackage(".venv/bin/python3")
  }

  /// A program installed beside that interpreter.
  static func besidePython(_ name: String) -> String {
    URL(fileURLWithPath: python).deletingLastPathComponent().appendingPathComponent(name).path
  }

  static func inPackage(_ path: String) -> String { packageRoot.appendingPathComponent(path).path }

  static func run(_ program: String, _ arguments: [String]) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Output(status: process.terminationStatus, text: String(decoding: data, as: UTF8.self))
  }

  /// What curl prints for `url`, followed by a blank and the HTTP status.
  static func curl(_ url: String, _ arguments: [String] = []) throws -> String {
    try run("/usr/bin/curl", ["-s", "-m", "20", "-w", " %{http_code}"] + arguments + [url]).text
  }
}
