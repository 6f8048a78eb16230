import HTTP2
import Testing

extension TransportTests {
  /// What h2spec asks, by hand: every rule for a plain GET and for a gRPC request.
  @Suite struct FrameRuleTests {
    @Test(.timeLimit(.minutes(5)))
    func theServerKeepsEveryRule() async throws {
      try await LiveServer.with { live in
        for kind in FrameRule.Kind.allCases {
          for rule in FrameRule.framing + FrameRule.messages {
            let seen = try Self.seen(rule, FrameRule.Request(kind: kind), port: live.port)
            #expect(rule.isKept(seen), "\(kind) \(rule.name): \(seen)")
          }
        }
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func settingsComeFirstAndAreAcknowledged() async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface)
        var frames = FrameReader(socket)
        #expect(frames.next()?.type == 4)
        while let frame = frames.next(), !(frame.type == 4 && frame.flags == 1) {}
        #expect(!frames.isOver)
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func aWindowOfOneByteCarriesOneByte() async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(
          Frames.preface + Frames.settings([(4, 1)]) + Frames.call(1, "/test.Test/Echo", [1, 2, 3]))
        var frames = FrameReader(socket)
        for expected in 0..<8 {
          while let frame = frames.next(), frame.type != 0 {}
          #expect(frames.last?.payload.count == 1, "byte \(expected)")
          socket.send(Frames.frame(8, 0, 1, Frames.bytes(1)))
        }
        #expect(frames.next()?.type == 1)
      }
    }

    private static func ping(_ number: UInt8) -> [UInt8] {
      Frames.frame(6, 0, 0, Array("the end".utf8) + [number])
    }

    /// The frames that came until the outcome was clear.
    private static func seen(_ rule: FrameRule, _ request: FrameRule.Request, port: Int) throws
      -> [FrameReader.Frame]
    {
      let socket = try RawSocket(port: port)
      socket.send(Frames.preface + rule.bytes(request) + ping(1))
      var frames = FrameReader(socket)
      var seen: [FrameReader.Frame] = []
      while let frame = frames.next() {
        seen.append(frame)
        if frame.type == 7 { break }
        if case .answer = rule.expected, frame.type == 1 { break }
        // The answer to a PING overtakes other frames; those are out once a second one is answered.
        guard frame.type == 6, frame.payload.dropLast() == ping(1).suffix(8).dropLast() else { continue }
        if frame.payload.last == 2 { break }
        socket.send(ping(2))
      }
      if frames.isOver { seen.append(FrameReader.Frame(type: 7, flags: 0, stream: 0, payload: [])) }
      return seen
    }
  }
}

extension FrameRule {
  fileprivate func isKept(_ seen: [FrameReader.Frame]) -> Bool {
    switch expected {
    case .connectionError(let codes): seen.contains { $0.type == 7 && $0.carries(codes) }
    case .streamError(let codes): seen.contains { ($0.type == 7 || $0.type == 3) && $0.carries(codes) }
    case .answer: seen.contains { $0.type == 1 && $0.stream == 1 }
    case .ignoredOrClosed: seen.contains { $0.type == 6 }
    case .ignored: seen.last?.type == 6 && !seen.contains { $0.type == 3 }
    }
  }
}
