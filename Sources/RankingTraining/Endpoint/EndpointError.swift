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
    /// The answer ended at the limit of tokens; it would again.
    case cut
    case budget
  }

  package let code: Code
  package let message: String
  /// Of the HTTP reply that was an error.
  package let status: Int?

  package init(_ code: Code, _ message: String, status: Int? = nil) {
    self.code = code
    self.message = message
    self.status = status
  }

  /// Whether the next input may fare better: it lies in what was asked, or will pass.
  var isOfOneInput: Bool {
    switch code {
    case .transport, .exhausted, .malformed, .cut: true
    case .refused: [400, 413, 422].contains(status)
    case .configuration, .dimension, .budget: false
    }
  }

  package var description: String { "endpoint \(code.rawValue): \(message)" }
}
