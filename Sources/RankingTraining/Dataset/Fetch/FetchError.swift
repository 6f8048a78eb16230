/// Why something cannot be fetched.
package struct FetchError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case programMissing
    case downloadFailed
    case digestMismatch
    case cannotWrite
  }

  package let code: Code
  /// What was expected and what was found.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "fetch \(code.rawValue): \(message)" }
}
