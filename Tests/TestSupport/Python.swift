import Foundation

/// The Python interpreter that has CatBoost, as the judge of what ours makes.
public enum Python {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// The one named by RANKD_PYTHON, else `.venv/bin/python3` of the package.
  public static var interpreter: String {
    if let named = ProcessInfo.processInfo.environment["RANKD_PYTHON"] { return named }
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.appending(path: ".venv/bin/python3").path
  }

  /// Runs `script`; a failure carries what it said.
  public static func run(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(filePath: interpreter)
    process.arguments = ["-c", script] + arguments
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    do { try process.run() } catch {
      throw Failure(description: "RANKD_PYTHON or .venv/bin/python3 is needed: \(error)")
    }
    let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: message) }
  }
}
