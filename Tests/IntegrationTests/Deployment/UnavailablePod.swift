import Foundation
import Testing

/// A pod that is well by its health and answers every call with UNAVAILABLE.
final class UnavailablePod {
  let port: Int
  private let process = Process()
  private let input = Pipe()

  init(_ files: MeshFiles) throws {
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: ForeignProcess.python)
    process.arguments = [
      ForeignProcess.inPackage("Tests/IntegrationTests/Deployment/unavailable_server.py"), files.path(""),
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "\(line)")
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
