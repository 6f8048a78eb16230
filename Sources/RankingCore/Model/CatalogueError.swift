/// Why bytes or parts make no catalogue.
package struct CatalogueError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case malformed
    case unsupportedSchema
    case lengthMismatch
    case duplicateIdentifier
    case outOfRange
  }

  package let code: Code
  /// What was expected and what was found.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "catalogue \(code.rawValue): \(message)" }
}
