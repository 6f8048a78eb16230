/// Why a pool file, or its column description, cannot be read or written.
package struct PoolError: Error, Sendable, Hashable, CustomStringConvertible {
  package let file: String
  /// From 1; 0 speaks of the whole file.
  package let line: Int
  package let message: String

  package init(_ file: String, line: Int = 0, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
}
