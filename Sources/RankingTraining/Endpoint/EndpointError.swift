/// Why an endpoint gave nothing usable.
package struct EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    /// The URL, the key or a limit is not usable.
    case configuration
    /// No connection, or it broke.
    case transport
    /// The last of all attempts was answered by an error that may pass.
    case exhausted
    /// An error that asking again does not change.
    case refused
    /// A reply that is not what was asked for.
    case malformed
    case dimension
    case budget
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { "endpoint \(code.rawValue): \(message)" }
}
