import Foundation
import Testing

/// `rankctl` as a program.
enum RankctlProcess {
  static func run(_ arguments: [String]) throws -> ForeignProcess.Output {
    try ForeignProcess.run(SampleBundle.products.appendingPathComponent("rankctl").path, arguments)
  }

  /// What it printed; an issue where it failed.
  static func text(_ arguments: [String]) throws -> String {
    let output = try run(arguments)
    try #require(output.status == 0, "\(arguments): \(output.text)")
    return output.text
  }
}
