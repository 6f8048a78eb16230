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
      "endpoint-\(fault)-\(struck.count)-\(UUID().uuidString)", ForeignProcess.python,
      [
        ForeignProcess.inPackage("Tests/IntegrationTests/Endpoint/faulty_endpoint.py"), fault,
        struck.map(String.init).joined(separator: ","),
      ])
    let deadline = ContinuousClock.now + .seconds(60)
    while process.lines.isEmpty, process.isRunning, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(20))
    }
    let port = process.lines.first.flatMap { Int($0) }
    if port == nil { process.end() }
    url = "http://127.0.0.1:\(try #require(port, "\(process.output)"))/v1"
  }

  /// What it was asked: `number texts answer`.
  var calls: [Substring] { Array(process.lines.dropFirst()) }
  var texts: Int { calls.reduce(0) { $0 + (Int($1.split(separator: " ")[1]) ?? 0) } }

  func end() { process.end() }
}
