import ArgumentParser
import Foundation

/// A file that a command line names.
enum InputFile {
  static func data(_ path: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw ValidationError("\(path): cannot be read: \(error.localizedDescription)")
    }
  }

  static func text(_ path: String) throws -> String {
    guard let text = String(validating: try data(path), as: UTF8.self) else {
      throw ValidationError("\(path): not UTF-8")
    }
    return text
  }
}
