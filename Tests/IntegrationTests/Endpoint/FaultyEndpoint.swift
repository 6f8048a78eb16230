import Foundation
import Testing

/// The process of `faulty_endpoint.py`.
struct FaultyEndpoint {
  private let process: BackgroundProcess
  let url: String

  /// - Parameters:
  ///   - fault: what happens to the calls of the numbers `struck`, counted from 0.
  init(_ fault: String, striking struck: [Int]) async throws {
    process = try BackgroundProcess(
      "endpoint-\(fault)-\(struck.count)", ForeignProcess.python,
      [
        ForeignProcess.inPackage("Tests/IntegrationTests/Endpoint/faulty_endpoint.py"), fault,
        struck.map(String.init).joined(separator: ","),
      ])
    while process.lines.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
    url = "http://127.0.0.1:\(try #require(Int(process.lines[0]), "\(process.output)"))/v1"
  }

  /// What it was asked: `number texts answer`.
  var calls: [Substring] { Array(process.lines.dropFirst()) }
  var texts: Int { calls.reduce(0) { $0 + (Int($1.split(separator: " ")[1]) ?? 0) } }

  func end() { process.end() }
}
