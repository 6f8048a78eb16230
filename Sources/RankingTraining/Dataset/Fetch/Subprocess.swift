import Foundation

/// Another program, run to its end with its output on standard error.
enum Subprocess {
  /// Runs `arguments`, the first being the program's name or path; throws unless it exits with 0.
  static func run(_ arguments: [String]) throws(FetchError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.standardError
    do {
      try process.run()
    } catch {
      throw FetchError(.programMissing, "\(arguments[0]) cannot be started: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: return
    case 127: throw FetchError(.programMissing, "\(arguments[0]) is not installed")
    default:
      throw FetchError(.downloadFailed, "\(arguments[0]) ended with status \(process.terminationStatus)")
    }
  }
}
