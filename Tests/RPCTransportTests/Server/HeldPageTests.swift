import NIOCore
import RPCTransport
import Testing

/// Pages that are answered after the read that asked for them.
@Suite struct HeldPageTests {
  private static func get(_ stream: UInt32, method: String = "GET", flags: UInt8 = 5) -> [UInt8] {
    let fields = [(":method", method), (":scheme", "http"), (":path", "/later"), (":authority", "test")]
    return Frames.frame(1, flags, stream, Frames.block(fields))
  }

  /// The body of `stream`; nil without headers.
  private static func body(_ frames: [FrameReader.Frame], _ stream: UInt32) -> String? {
    guard frames.contains(where: { $0.type == 1 && $0.stream == stream }) else { return nil }
    let bytes = frames.filter { $0.type == 0 && $0.stream == stream }.flatMap(\.payload)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func eachStreamGetsItsOwnAnswer() throws {
    let server = try EmbeddedServer()
    server.send(Self.get(1) + Self.get(3, method: "HEAD") + Self.get(5))
    #expect(!server.frames().contains { $0.type == 1 })
    for text in ["one", "three", "five"] { server.answerLater(text) }
    let frames = server.frames()
    #expect(Self.body(frames, 1) == "one")
    #expect(Self.body(frames, 3) == "")
    #expect(Self.body(frames, 5) == "five")
  }

  @Test func aResetStreamGetsNothingAndItsSuccessorItsOwn() throws {
    let server = try EmbeddedServer()
    server.send(Self.get(1))
    server.send(Frames.frame(3, 0, 1, Frames.bytes(8)))
    server.send(Self.get(3))
    server.answerLater("one")
    #expect(!server.frames().contains { $0.type == 1 })
    server.answerLater("three")
    #expect(Self.body(server.frames(), 3) == "three")
  }

  @Test func aBodyThatDoesNotEndLosesItsPage() throws {
    let server = try EmbeddedServer()
    server.send(Self.get(1, flags: 4))
    server.advance(.seconds(6))
    #expect(server.frames().contains { $0.type == 3 && $0.stream == 1 })
    server.answerLater("one")
    #expect(!server.frames().contains { $0.type == 1 || $0.type == 0 })
  }

  @Test func nobodyIsThereAnyMore() throws {
    let server = try EmbeddedServer()
    server.send(Self.get(1))
    try server.reconnect(after: .seconds(1))
    server.answerLater("one")
    #expect(!server.frames().contains { $0.type == 1 })
    server.send(Self.get(1))
    server.answerLater("again")
    #expect(Self.body(server.frames(), 1) == "again")
  }

  @Test func aDrainingConnectionWaitsForItsPages() throws {
    let server = try EmbeddedServer { $0.timeouts.connectionAge = .seconds(1) }
    server.send(Self.get(1))
    server.advance(.seconds(3))
    #expect(server.isOpen && server.frames().contains { $0.type == 7 })
    server.answerLater("one")
    #expect(Self.body(server.frames(), 1) == "one")
    server.advance(.seconds(1))
    #expect(!server.isOpen)
  }
}
