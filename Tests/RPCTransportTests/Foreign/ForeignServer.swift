import Foundation

/// A server in another language that prints its port first and ends with its standard input.
final class ForeignServer {
  let port: Int
  private let process = Process()
  private let input = Pipe()

  /// - Parameter script: of this folder.
  init(script: String) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: ForeignProcess.python)
    process.arguments = [ForeignProcess.script(script)]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var text = ""
    while !text.contains("\n") {
      let bytes = output.fileHandleForReading.availableData
      if bytes.isEmpty { break }
      text += String(decoding: bytes, as: UTF8.self)
    }
    port = text.split(separator: "\n").first.flatMap { Int($0) } ?? 0
  }

  func stop() {
    try? input.fileHandleForWriting.close()
    // Not `waitUntilExit`: it needs the run loop of the thread that started the process.
    while process.isRunning { usleep(1_000) }
  }
}
