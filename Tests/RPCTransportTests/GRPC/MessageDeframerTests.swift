import NIOCore
import RPCTransport
import Testing

@Suite struct MessageDeframerTests {
  static let first: [UInt8] = [0, 0, 0, 0, 3, 1, 2, 3]
  static let empty: [UInt8] = [0, 0, 0, 0, 0]

  private func messages(_ deframer: inout MessageDeframer, _ bytes: [UInt8]) -> [[UInt8]] {
    var input = ByteBuffer(bytes: bytes)
    var found: [[UInt8]] = []
    while case .message(let message) = deframer.next(&input) {
      found.append(Array(message.readableBytesView))
    }
    return found
  }

  @Test func cutsSeveralMessages() {
    var deframer = MessageDeframer(limit: 10)
    #expect(messages(&deframer, Self.first + Self.empty + Self.first) == [[1, 2, 3], [], [1, 2, 3]])
    #expect(!deframer.isIncomplete)
  }

  @Test func takesByteByByte() {
    var deframer = MessageDeframer(limit: 10)
    var found: [[UInt8]] = []
    for byte in Self.first + Self.empty + Self.first { found += messages(&deframer, [byte]) }
    #expect(found == [[1, 2, 3], [], [1, 2, 3]])
  }

  @Test(arguments: 1..<8)
  func takesAnyCut(_ cut: Int) {
    var deframer = MessageDeframer(limit: 10)
    let before = messages(&deframer, Array(Self.first[..<cut]))
    #expect(before.isEmpty && deframer.isIncomplete)
    #expect(messages(&deframer, Array(Self.first[cut...])) == [[1, 2, 3]])
  }

  @Test func refusesOversizeBeforeKeepingAByte() {
    var deframer = MessageDeframer(limit: 4 << 20)
    var input = ByteBuffer(bytes: [0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3])
    guard case .failed(let status) = deframer.next(&input) else {
      Issue.record("an oversize prefix was taken")
      return
    }
    #expect(status.code == .resourceExhausted)
    #expect(status.message == "received message bytes: max 4194304, got 4294967295")
    #expect(deframer.bufferedBytes == 0)
  }

  @Test func tellsCompressedMessagesApartByteByByte() {
    var deframer = MessageDeframer(limit: 10, compression: true)
    var found: [Bool] = []
    for byte in [1] + Self.first.dropFirst() + Self.first + [1, 0, 0, 0, 0] {
      var input = ByteBuffer(bytes: [byte])
      while true {
        switch deframer.next(&input) {
        case .message:
          found.append(false)
          continue
        case .compressed:
          found.append(true)
          continue
        case .needsMore, .failed: break
        }
        break
      }
    }
    #expect(found == [true, false, true])
  }

  @Test(arguments: [UInt8(1), 2, 255])
  func refusesFlags(_ flag: UInt8) {
    var deframer = MessageDeframer(limit: 10)
    var input = ByteBuffer(bytes: [flag, 0, 0, 0, 0])
    guard case .failed(let status) = deframer.next(&input) else {
      Issue.record("flag \(flag) was taken")
      return
    }
    #expect(status.code == .internal)
  }
}
