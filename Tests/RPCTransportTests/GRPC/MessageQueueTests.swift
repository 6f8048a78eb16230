import NIOCore
import RPCTransport
import Testing

@Suite struct MessageQueueTests {
  private func message(_ number: Int) -> InboundMessage {
    InboundMessage(bytes: ByteBuffer(integer: number), isCompressed: false)
  }

  /// What a reader that goes on is told, as numbers; -1 for the end.
  private func drain(_ queue: inout MessageQueue) -> [Int] {
    var told: [Int] = []
    while true {
      switch queue.next() {
      case .message(let message): told.append(message.bytes.getInteger(at: 0) ?? 0)
      case .end: told.append(-1)
      case .paused, .drained: return told
      }
    }
  }

  @Test func aReaderThatReadsIsToldAtOnce() {
    var queue = MessageQueue()
    #expect(queue.arrives(message(1)) == true)
    #expect(queue.ends() == true)
    #expect(queue.heldBytes == 0)
    #expect(queue.resume() == false)
  }

  @Test func aPausedReaderGetsAllInOrderLater() {
    var queue = MessageQueue()
    queue.pause()
    for number in 0..<5 { #expect(queue.arrives(message(number)) == false) }
    #expect(queue.ends() == false)
    #expect(queue.heldBytes == 5 * (8 + 64))
    #expect(queue.resume() == true)
    #expect(drain(&queue) == [0, 1, 2, 3, 4, -1])
    #expect(queue.heldBytes == 0)
    #expect(queue.arrives(message(9)) == true)
  }

  @Test func aReaderMayPauseInTheMiddle() {
    var queue = MessageQueue()
    queue.pause()
    for number in 0..<3 { _ = queue.arrives(message(number)) }
    #expect(queue.resume() == true)
    guard case .message = queue.next() else {
      Issue.record("no message")
      return
    }
    queue.pause()
    guard case .paused = queue.next() else {
      Issue.record("not paused")
      return
    }
    #expect(queue.arrives(message(3)) == false)
    #expect(queue.resume() == true)
    #expect(drain(&queue) == [1, 2, 3])
  }

  @Test func resumingInsideADeliveryBeginsNoSecondOne() {
    var queue = MessageQueue()
    queue.pause()
    for number in 0..<3 { _ = queue.arrives(message(number)) }
    #expect(queue.resume() == true)
    _ = queue.next()
    queue.pause()
    #expect(queue.resume() == false)
    #expect(drain(&queue) == [1, 2])
  }

  @Test func smallMessagesDoNotKeepLargeReads() {
    var queue = MessageQueue()
    queue.pause()
    var read = ByteBuffer(repeating: 1, count: 64 << 10)
    let small = read.readSlice(length: 5) ?? ByteBuffer()
    _ = queue.arrives(InboundMessage(bytes: small, isCompressed: false))
    _ = queue.resume()
    guard case .message(let kept) = queue.next() else {
      Issue.record("no message")
      return
    }
    #expect(kept.bytes == small)
    #expect(kept.bytes.storageCapacity < 1_024)
  }

  @Test func discardingForgetsTheEndToo() {
    var queue = MessageQueue()
    queue.pause()
    _ = queue.arrives(message(1))
    _ = queue.ends()
    queue.discard()
    #expect(queue.resume() == true)
    #expect(drain(&queue).isEmpty)
  }
}
