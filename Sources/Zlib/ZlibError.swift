/// Bytes that cannot be inflated, or no memory.
package struct ZlibError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    case outOfMemory
    /// Not of the format, or its checksum differs.
    case corrupt
    /// The stream has not ended with the input.
    case truncated
    /// The input goes on after the stream's end.
    case trailingBytes
    /// More output than the limit.
    case tooLarge
  }

  package var code: Code
  package var message: String

  package var description: String { message }
}
