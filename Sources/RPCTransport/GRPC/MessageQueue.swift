internal import NIOCore

/// Messages that arrived while their reader does not read, and the end that follows them.
///
/// A value: says when to deliver what. The stream's window bounds it, since a paused reader's bytes are not given
/// back to the peer; messages much smaller than the read they came in are copied out of it, so that few bytes
/// do not keep large buffers.
package struct MessageQueue {
  private var messages = CircularBuffer<InboundMessage>()
  /// Bytes held, with what a place in the queue costs.
  package private(set) var heldBytes = 0
  package private(set) var isPaused = false
  private var isDelivering = false
  private var hasEnd = false

  /// No message waits for its reader.
  package var isEmpty: Bool { messages.isEmpty }

  /// Counted for every message beside its bytes.
  private static let cost = 64

  package init() {}

  /// True if the message is to be delivered now; otherwise it is kept.
  package mutating func arrives(_ message: InboundMessage) -> Bool {
    guard isPaused || !messages.isEmpty else { return true }
    var kept = message
    let size = message.bytes.readableBytes
    if size * 2 < message.bytes.storageCapacity {
      kept.bytes = ByteBuffer(bytes: message.bytes.readableBytesView)
    }
    heldBytes += size + Self.cost
    messages.append(kept)
    return false
  }

  /// The peer's last message is in. True if its reader is to be told now.
  package mutating func ends() -> Bool {
    guard isPaused || !messages.isEmpty else { return true }
    hasEnd = true
    return false
  }

  package mutating func pause() { isPaused = true }

  /// True if a delivery is to begin: the caller takes until nil. False inside one, which then goes on.
  package mutating func resume() -> Bool {
    guard isPaused else { return false }
    isPaused = false
    guard !isDelivering else { return false }
    isDelivering = true
    return true
  }

  package enum Delivery {
    case message(InboundMessage)
    case end
    /// Paused again.
    case paused
    /// All that was held is delivered.
    case drained
  }

  package mutating func next() -> Delivery {
    guard !isPaused else {
      isDelivering = false
      return .paused
    }
    if let message = messages.popFirst() {
      heldBytes -= message.bytes.readableBytes + Self.cost
      return .message(message)
    }
    if hasEnd {
      hasEnd = false
      return .end
    }
    isDelivering = false
    return .drained
  }

  package mutating func discard() {
    messages.removeAll()
    heldBytes = 0
    hasEnd = false
  }
}
