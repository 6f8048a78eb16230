import HTTP2
import NIOCore
import RPCTransport
import Testing

/// A server's connection frame by frame, by a clock that the test moves.
@Suite struct ServerConnectionTests {
  private static let closedWindow = Frames.settings([(4, 0)])

  private static func headers(_ stream: UInt32, _ path: String, _ more: [(String, String)] = []) -> [UInt8] {
    Frames.frame(1, 4, stream, Frames.request(path) + Frames.block(more))
  }

  /// A request for an answer of `size` bytes.
  private static func large(_ stream: UInt32, _ size: UInt32) -> [UInt8] {
    Frames.call(stream, "/a.B/Large", Frames.bytes(size))
  }

  private static func windowUpdate(_ stream: UInt32, _ count: UInt32) -> [UInt8] {
    Frames.frame(8, 0, stream, Frames.bytes(count))
  }

  private static let ping = Frames.frame(6, 0, 0, Array(repeating: 1, count: 8))

  /// A whole request with a message of 4,000 bytes.
  private static func request(_ stream: UInt32, _ more: [(String, String)] = []) -> [UInt8] {
    headers(stream, "/a.B/Echo", more)
      + Frames.frame(0, 1, stream, Frames.message(Array(repeating: 7, count: 4_000)))
  }

  /// Requests wait behind an answer that the peer does not take.
  private func crowded(_ calls: CallRecorder) throws -> EmbeddedServer {
    let server = try EmbeddedServer(observer: calls) { $0.limits.bufferedOutboundBytes = 300_000 }
    server.send(Self.closedWindow + Self.large(1, 400_000))
    return server
  }

  @Test func waitingRequestsThatExpireAreLetGo() throws {
    let calls = CallRecorder()
    let server = try crowded(calls)
    let answer = server.heldBytes
    for number in 1..<100 as Range<UInt32> {
      server.send(Self.request(2 * number + 1, [("grpc-timeout", "300m")]))
      #expect(server.heldBytes == answer + 4_000 && calls.waiting == 1)
      server.advance(.milliseconds(301))
      #expect(server.heldBytes == answer && calls.waiting == 0)
    }
  }

  @Test func waitingRequestsThatAreResetAreLetGo() throws {
    let calls = CallRecorder()
    let server = try crowded(calls)
    let answer = server.heldBytes
    for number in 1..<50 as Range<UInt32> {
      server.send(Self.request(2 * number + 1))
      #expect(server.heldBytes == answer + 4_000 && calls.waiting == 1)
      server.send(Frames.frame(3, 0, 2 * number + 1, Frames.bytes(8)))
      #expect(server.heldBytes == answer && calls.waiting == 0)
    }
  }

  @Test func waitingRequestsRunOnceThereIsRoom() throws {
    let calls = CallRecorder()
    let server = try crowded(calls)
    for stream in [3, 5, 7] as [UInt32] { server.send(Self.request(stream)) }
    #expect(calls.waiting == 3)
    server.send(Frames.frame(3, 0, 5, Frames.bytes(8)) + Frames.settings([(4, 4_000_000)]))
    server.send(Self.windowUpdate(0, 4_000_000))
    #expect(server.frames().filter { $0.type == 1 && $0.flags == 5 }.map(\.stream).sorted() == [1, 3, 7])
    #expect(server.heldBytes == 0 && calls.waiting == 0)
  }

  @Test func aRequestThatFailsIsNotHeld() throws {
    let server = try EmbeddedServer { $0.limits.bufferedInboundBytes = 3_000 }
    server.send(
      Self.headers(1, "/a.B/Echo")
        + Frames.frame(0, 0, 1, [0, 0, 0, 63, 0] + Array(repeating: 1, count: 2_900)))
    #expect(server.heldBytes == 2_900)
    server.send(Frames.frame(0, 0, 1, Array(repeating: 1, count: 200)))
    #expect(server.frames().contains { $0.type == 1 && $0.stream == 1 && $0.flags == 5 })
    #expect(server.heldBytes == 0)
  }

  @Test func theClockOfALoopWithoutConnectionsGoesOn() throws {
    let server = try EmbeddedServer {
      $0.timeouts.idle = .seconds(30)
      $0.timeouts.requestStall = .seconds(10)
    }
    try server.reconnect(after: .seconds(120))
    server.send(Self.headers(1, "/a.B/Echo") + Frames.frame(0, 0, 1, [0, 0, 0, 0, 9, 1]))
    server.send(Frames.call(3, "/a.B/Echo", [1]))
    _ = server.frames()
    server.advance(.seconds(1))
    // Neither the unfinished request nor the connection has been silent for long.
    #expect(server.frames().isEmpty)
    server.advance(.seconds(10))
    #expect(server.frames().contains { $0.type == 1 && $0.stream == 1 })
  }

  @Test func aPeerThatOnlyPingsIsStalled() throws {
    let server = try EmbeddedServer { $0.timeouts.outboundStall = .seconds(60) }
    server.send(Self.closedWindow + Self.large(1, 100_000))
    for _ in 0..<7 where server.isOpen {
      server.advance(.seconds(10))
      server.send(Self.ping)
    }
    #expect(!server.isOpen)
    #expect(server.frames().contains { $0.type == 7 })
  }

  @Test func aPeerThatTakesAByteNowAndThenIsNot() throws {
    let server = try EmbeddedServer { $0.timeouts.outboundStall = .seconds(60) }
    server.send(Self.closedWindow + Self.large(1, 100_000))
    for _ in 0..<20 {
      server.advance(.seconds(10))
      server.send(Self.windowUpdate(1, 1))
    }
    #expect(server.isOpen)
  }

  @Test func pingsBetweenTheFramesOfOneAnswerAreNoFlood() throws {
    let server = try EmbeddedServer()
    server.send(Frames.settings([(4, 1_000)]) + Self.large(1, 50_000))
    for _ in 0..<50 { server.send(Self.windowUpdate(1, 1_000) + Self.windowUpdate(0, 1_000) + Self.ping) }
    let frames = server.frames()
    #expect(!frames.contains { $0.type == 7 })
    #expect(frames.filter { $0.type == 0 }.reduce(0) { $0 + $1.payload.count } == 50_005)
    // Nothing is sent in between any more.
    for _ in 0..<4 { server.send(Self.ping) }
    #expect(server.frames().contains { $0.type == 7 && $0.carries([.enhanceYourCalm]) })
  }

  @Test func trailersOfARefusedRequestAreNoRequest() throws {
    let server = try EmbeddedServer()
    let post = Frames.block([
      (":method", "POST"), (":scheme", "http"), (":path", "/page"), (":authority", "test"),
      ("content-type", "application/json"),
    ])
    server.send(Self.closedWindow + Frames.frame(1, 4, 1, post))
    server.send(Frames.frame(1, 5, 1, Frames.block([("x-trailer", "1")])))
    // Longer than the rest of a refused request may take: this one is whole.
    server.advance(.seconds(10))
    server.send(Self.windowUpdate(1, 10_000))
    let frames = server.frames().filter { $0.stream == 1 }
    #expect(frames.filter { $0.type == 1 }.count == 1)
    let body = frames.filter { $0.type == 0 }.flatMap(\.payload)
    #expect(String(decoding: body, as: UTF8.self) == "method not allowed: use GET\n")
    server.send(Frames.call(3, "/a.B/Echo", [1]))
    #expect(server.frames().contains { $0.type == 1 && $0.stream == 3 })
  }

  @Test func bodiesOtherThanTheirLengthAreCountedAsResets() throws {
    let server = try EmbeddedServer {
      $0.flood.resets = 5
      $0.flood.resetsPerSecond = 0
    }
    for number in 0..<5 as Range<UInt32> {
      server.send(
        Self.headers(2 * number + 1, "/a.B/Echo", [("content-length", "3")])
          + Frames.frame(0, 0, 2 * number + 1, [0, 0, 0, 0]))
      #expect(server.isOpen && !server.frames().contains { $0.type == 7 })
    }
    server.send(
      Self.headers(11, "/a.B/Echo", [("content-length", "3")]) + Frames.frame(0, 1, 11, [0, 0]))
    #expect(server.frames().contains { $0.type == 7 && $0.carries([.enhanceYourCalm]) })
  }

  @Test func aMalformedRequestCountsOnce() throws {
    let server = try EmbeddedServer {
      $0.flood.resets = 5
      $0.flood.resetsPerSecond = 0
    }
    for number in 0..<6 as Range<UInt32> {
      #expect(server.isOpen && !server.frames().contains { $0.type == 7 }, "request \(number)")
      server.send(Frames.frame(1, 5, 2 * number + 1, Frames.block([(":method", "POST"), ("Upper", "case")])))
    }
    #expect(server.frames().contains { $0.type == 7 && $0.carries([.enhanceYourCalm]) })
  }

  @Test func anOversizeHeaderListIsCountedUnderItsOwnMethod() throws {
    let calls = CallRecorder()
    let server = try EmbeddedServer(observer: calls)
    let long =
      [("x-long", String(repeating: "x", count: 10_000))] + Array(repeating: ("x-more", "1"), count: 200)
    server.send(Frames.call(1, "/a.B/Large", Frames.bytes(1)))
    server.send(Self.headers(3, "/a.B/Echo", long) + Self.headers(5, "/a.B/Unknown", long))
    #expect(calls.methods == [2, 1, 0])
  }
}
