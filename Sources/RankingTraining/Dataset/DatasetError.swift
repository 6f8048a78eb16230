/// Why a data set cannot be read, split or trusted.
package struct DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case unreadable
    case unknownLayout
    case missingColumn
    case empty
    case tooManyBadRows
    case unexpectedContent
    case badSplit
    case tooLarge
    /// Rows that a choice must not be made on.
    case hiddenRows
  }

  package let code: Code
  /// File at fault, or what stands for it.
  package let file: String
  /// What was expected and what was found.
  package let message: String

  package init(_ code: Code, file: String, _ message: String) {
    self.code = code
    self.file = file
    self.message = message
  }

  package var description: String { "\(file): \(message) [\(code.rawValue)]" }
}
