/// One line of the promotion log: a link was told to name another version.
package struct Promotion: Codable, Sendable, Hashable {
  package enum Action: String, Codable, Sendable {
    case promote
    case rollback
    /// A training or an import made the version it wrote the current one.
    case publish
  }

  /// `begun` is durable before the link changes and `done` after it, so a crash in between leaves a trace.
  package enum State: String, Codable, Sendable { case begun, done }

  /// RFC 3339, UTC.
  package var time: String
  /// `user@host`, or what `RANKD_WHO` says.
  package var who: String
  package var action: Action
  package var state: State
  /// `current`, `candidate`, …
  package var link: String
  /// The version that the link named before; nil: there was no link.
  package var from: String?
  package var to: String
  package var reason: String?
  /// SHA-256 of the line before this one, without its newline; empty in the first: no line changes unnoticed.
  package var previous: String
}
