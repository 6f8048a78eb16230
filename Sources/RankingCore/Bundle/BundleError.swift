/// Why a bundle does not serve.
package struct BundleError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case missingFile
    case sizeMismatch
    case digestMismatch
    case unsupportedSchema
    case malformed
    case goldenMismatch
    case signalMismatch
    case cannotWrite
    /// Another process changed what this one started from.
    case overtaken
  }

  package let code: Code
  /// The file at fault, relative to the bundle, or the bundle's own path.
  package let file: String
  /// What was expected and what was found.
  package let message: String

  package init(_ code: Code, file: String, _ message: String) {
    self.code = code
    self.file = file
    self.message = message
  }

  package var description: String { "bundle \(code.rawValue): \(file): \(message)" }
}
