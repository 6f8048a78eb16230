package import NIOCore

/// A stream that was answered before its request had ended: the rest of a short body is swallowed, since some
/// clients take a reset that overtakes their own last bytes for a failure.
package struct RefusedStream {
  /// Bytes swallowed before the stream is reset all the same.
  package static let maxBytes = 256 << 10
  /// Time the rest may take.
  package static let patience = TimeAmount.seconds(5)

  package let stream: Int32
  private let since: NIODeadline
  private var bytes = 0

  package init(stream: Int32, since: NIODeadline) {
    self.stream = stream
    self.since = since
  }

  /// True if the stream is to be reset now.
  package mutating func swallow(_ count: Int) -> Bool {
    let before = bytes
    bytes += count
    return before <= Self.maxBytes && bytes > Self.maxBytes
  }

  package func isOverdue(now: NIODeadline) -> Bool { now - since > Self.patience }
}
