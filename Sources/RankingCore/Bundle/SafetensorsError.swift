/// What is wrong with a safetensors file or with a tensor somebody asked for.
package struct SafetensorsError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case truncated
    case header
    case tensor
    case missing
    case wrongType
    case wrongShape
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "safetensors \(code.rawValue): \(message)" }
}
