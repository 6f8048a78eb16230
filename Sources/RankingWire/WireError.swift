/// Bytes that are no message of the expected type.
package struct WireError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
