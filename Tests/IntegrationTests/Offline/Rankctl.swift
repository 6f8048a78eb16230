import Foundation
import Testing

/// `rankctl` in a process of its own.
enum Rankctl {
  static let path = SampleBundle.products.appendingPathComponent("rankctl").path

  static func run(_ arguments: [String], home: String? = nil) async throws -> ForeignProcess.Output {
    try await ForeignProcess.run(path, arguments + (home.map { ["--home", $0] } ?? []))
  }

  /// What it printed; an issue where it failed.
  static func text(_ arguments: [String]) async throws -> String {
    let output = try await run(arguments)
    try #require(output.status == 0, "\(arguments): \(output.text)")
    return output.text
  }

  /// Where `make test` has the MovieLens 100K that was fetched.
  static var home: String {
    ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ForeignProcess.inPackage(".rankd")
  }
}
