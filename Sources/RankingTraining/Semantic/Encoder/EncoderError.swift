/// Why a folder is not an encoder this program runs, or a text cannot be embedded.
package struct EncoderError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case missingFile
    case malformed
    case unsupported
    case missingTensor
    case wrongShape
    case vocabulary
    case cache
    /// A text with nothing in it.
    case noText
    /// Another encoder than the one asked for.
    case mismatch
  }

  package let code: Code
  /// The file at fault, the tensor in it, what was found and what was expected.
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "encoder \(code.rawValue): \(message)" }
}
