/// Why an encoder's folder cannot be used.
package struct EncoderError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case missingFile, configuration, vocabulary, tensor, cache, notFinite
  }

  package let code: Code
  /// File and what was expected and found there.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "encoder \(code.rawValue): \(message)" }
}
