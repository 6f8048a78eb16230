import HTTP2
import NIOCore
import Testing

/// What a session counts of what waits to be sent, and that it all comes out in order.
@Suite struct OutboundBodyTests {
  private struct NoStream: Error {}

  /// A client's session with one stream open.
  private final class Sender {
    let session: HTTP2Session
    let slot: Int32
    let stream: Int32

    init() throws {
      let session = try HTTP2Session(.client, configuration: HTTP2Configuration())
      let headers = HTTP2HeaderBlock(RawCall.headers("/a.B/C").map { (Array($0.0.utf8), Array($0.1.utf8)) })
      guard let opened = session.request(headers: headers) else {
        throw NoStream()
      }
      self.session = session
      (slot, stream) = (opened.slot, opened.stream)
    }

    func write(_ chunk: HTTP2Chunk) { session.write(slot: slot, stream: stream, chunk) }

    var pending: Int { session.pendingBytes(slot: slot) }
    var buffered: Int { session.bufferedBytes }
    var sent: Int { session.sentBytes }

    /// Everything that may be sent now.
    func output() throws -> [UInt8] {
      var output: [UInt8] = []
      while let more = try session.nextOutput(limit: 65_536) { output += more.readableBytesView }
      return output
    }
  }

  /// A message of `count` bytes, as a slice of larger memory.
  private func message(_ count: Int) -> HTTP2Chunk {
    var large = ByteBuffer(repeating: UInt8(truncatingIfNeeded: count), count: count + 65_536)
    let bytes = large.readSlice(length: count) ?? ByteBuffer()
    return HTTP2Chunk(lead: UInt64(count), leadCount: 5, bytes: bytes)
  }

  private func wire(_ count: Int) -> [UInt8] {
    [0, 0, 0, UInt8(count >> 8), UInt8(count & 255)]
      + [UInt8](repeating: UInt8(truncatingIfNeeded: count), count: count)
  }

  @Test func aMessageCountsMoreThanItsBytes() throws {
    let sender = try Sender()
    sender.write(message(0))
    #expect(sender.pending == 5 + 128)
    sender.write(message(5_000))
    sender.write(message(5_000))
    #expect(sender.pending == 15 + 10_000 + 3 * 128)
    #expect(sender.buffered == sender.pending)
  }

  @Test func smallMessagesAreJoined() throws {
    let sender = try Sender()
    for _ in 0..<10_000 { sender.write(message(0)) }
    // The first stays alone, the others share chunks of two kilobytes.
    #expect(sender.buffered == 50_000 + 128 * (1 + (9_999 + 408) / 409))
  }

  @Test(arguments: [[0, 0, 0], [1, 1_000, 1_043, 1], [5_000, 3, 4, 5_000, 2_043, 1], Array(0..<300)])
  func everythingComesOutInOrder(_ counts: [Int]) throws {
    let sender = try Sender()
    for count in counts { sender.write(message(count)) }
    sender.session.compactBodies()
    sender.session.finish(slot: sender.slot, stream: sender.stream, trailers: nil)
    let output = try sender.output()
    #expect(Self.data(of: output) == counts.flatMap { wire($0) })
    #expect(sender.buffered == 0)
    #expect(sender.sent == counts.reduce(0) { $0 + $1 + 5 })
  }

  @Test func aClosedStreamCountsNothing() throws {
    let sender = try Sender()
    sender.write(message(100))
    sender.write(message(100_000))
    _ = try sender.output()
    // The window of 64 KiB is used up.
    #expect(sender.buffered > 30_000)
    sender.session.release(slot: sender.slot)
    #expect(sender.buffered == 0)
  }

  /// The payloads of DATA frames, after the preface.
  private static func data(of bytes: [UInt8]) -> [UInt8] {
    var rest = bytes.dropFirst(24)
    var data: [UInt8] = []
    while rest.count >= 9 {
      let head = Array(rest.prefix(9))
      let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
      if head[3] == 0 { data += rest.dropFirst(9).prefix(count) }
      rest = rest.dropFirst(9 + count)
    }
    return data
  }
}
