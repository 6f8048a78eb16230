internal import NIOCore

/// What a streaming handler wants to be told, and what waits while it does not read.
struct StreamHandlers {
  var onMessage: ((ByteBuffer) -> Void)?
  var onHalfClose: (() -> Void)?
  var onWritable: (() -> Void)?
  /// A message was sent while the peer was behind: `onWritable` is due once it has caught up.
  var isBlocked = false
  var queue = MessageQueue()
}
