/// A session that cannot go on.
package struct HTTP2Error: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    /// The first bytes are not HTTP/2's client preface.
    case badPreface
    /// The peer made the session answer more than it reads, or sent too many frames.
    case flooded
    case outOfMemory
    case other
  }

  package var code: Code
  package var message: String

  package var description: String { "HTTP/2 session: \(message)" }
}
