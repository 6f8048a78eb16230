import Foundation

/// Runs a program of another language and hands back what it printed.
enum ForeignProcess {
  struct Output: Sendable {
    var status: Int32
    var out: String
    var errors: String

    /// Both.
    var text: String { out + errors }
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

  /// Runs it to its end. Threads of their own read what it prints, so that no test waits for another's program.
  static func run(_ program: String, _ arguments: [String]) async throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let (out, errors) = (Pipe(), Pipe())
    process.standardOutput = out
    process.standardError = errors
    let (outEnd, errorEnd) = (out.fileHandleForReading, errors.fileHandleForReading)
    try process.run()
    async let printed = read(outEnd)
    async let complained = read(errorEnd)
    let texts = (out: await printed, errors: await complained)
    while process.isRunning { try? await Task.sleep(for: .milliseconds(2)) }
    // Handles of a process that has ended may live on, and Foundation starts no process safely beside 1,300 of them.
    for end in [outEnd, errorEnd] { try? end.close() }
    return Output(status: process.terminationStatus, out: texts.out, errors: texts.errors)
  }

  private static func read(_ handle: FileHandle) async -> String {
    let data = await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: handle.readDataToEndOfFile()) }
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// What curl prints for `url`, followed by a blank and the HTTP status.
  static func curl(_ url: String, _ arguments: [String] = []) async throws -> String {
    try await run("/usr/bin/curl", ["-s", "-m", "60", "-w", " %{http_code}"] + arguments + [url]).out
  }
}
