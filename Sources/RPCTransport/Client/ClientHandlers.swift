internal import NIOCore

/// What a caller wants to be told, and what waits while it does not read.
struct ClientHandlers {
  var onHead: ((RPCMetadata) -> Void)?
  var onMessage: ((ByteBuffer) -> Void)?
  var onEnd: ((RPCStatus) -> Void)?
  var onWritable: (() -> Void)?
  /// A message was sent while the peer was behind: `onWritable` is due once it has caught up.
  var isBlocked = false
  var queue = MessageQueue()
}
