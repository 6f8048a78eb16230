import Foundation

/// The file that tells how often a test split was consulted: a header line, then one line a look.
package struct LookLog: Sendable, Hashable {
  package let path: String

  static let header = "split\tcommit\tconfiguration\tfigures"

  package init(path: String) { self.path = path }

  /// Appends `line` unless the file has it already.
  func append(_ line: String) throws(DatasetError) {
    do {
      let url = URL(fileURLWithPath: path)
      let text =
        FileManager.default.fileExists(atPath: path) ? try String(contentsOf: url, encoding: .utf8) : ""
      let lines = text.isEmpty ? [Self.header] : text.split(separator: "\n").map(String.init)
      if lines.contains(line) { return }
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(((lines + [line]).joined(separator: "\n") + "\n").utf8).write(to: url, options: .atomic)
    } catch {
      throw DatasetError(.unreadable, file: path, "the look cannot be logged: \(error.localizedDescription)")
    }
  }
}
