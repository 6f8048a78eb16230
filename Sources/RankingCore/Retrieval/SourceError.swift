/// A source cannot be made from what a bundle holds.
package struct SourceError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: Sendable, Hashable {
    /// A tensor's shape does not fit the catalogue or the other tensors.
    case shape
    /// A number is NaN, infinite or outside its documented range.
    case value
    /// A parameter the kind needs is not there.
    case missing
    /// The tensor lookup failed.
    case tensor
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
