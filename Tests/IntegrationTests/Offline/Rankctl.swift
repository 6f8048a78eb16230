import Foundation
import Testing

/// `rankctl` in a process of its own.
enum Rankctl {
  static let path = SampleBundle.products.appendingPathComponent("rankctl").path

  static func run(_ arguments: [String], home: String) throws -> ForeignProcess.Output {
    try ForeignProcess.run(path, arguments + ["--home", home])
  }

  /// Where `make test` has the MovieLens 100K that was fetched.
  static var home: String {
    ProcessInfo.processInfo.environment["RANKD_HOME"] ?? ForeignProcess.inPackage(".rankd")
  }
}
