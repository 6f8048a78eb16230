/// Why a model file was refused, or cannot be served the way that was asked.
package struct RankerModelError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: Sendable, Hashable {
    /// The bytes are not what the format says: truncated, inconsistent or out of range.
    case malformed
    /// A part of CatBoost's format that this reader does not serve; the message names it.
    case unsupported
    /// More than a limit allows; the message has limit and actual.
    case limitExceeded
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
