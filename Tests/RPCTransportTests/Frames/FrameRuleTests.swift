import HTTP2
import Testing

extension TransportTests {
  /// What h2spec asks, by hand: every rule for a plain GET and for a gRPC request.
  @Suite struct FrameRuleTests {
    @Test(.timeLimit(.minutes(10)))
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

    @Test(.timeLimit(.minutes(10)))
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

    /// 3.5/2
    @Test(
      .timeLimit(.minutes(10)),
      arguments: ["INVALID CONNECTION PREFACE\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"])
    func anInvalidPrefaceEndsTheConnection(_ preface: String) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Array(preface.utf8))
        #expect(socket.receiveAll() != nil)
      }
    }

    /// 5.1/11 to 5.1/13: nghttp2 remembers the streams that closed last.
    @Test(.timeLimit(.minutes(10)), arguments: FrameRule.Kind.allCases)
    func aStreamThatIsOverStaysOver(_ kind: FrameRule.Kind) async throws {
      let request = FrameRule.Request(kind: kind)
      try await LiveServer.with { live in
        for (name, bytes) in [
          ("DATA", Frames.frame(0, 1, 1, [1])), ("HEADERS", request.headers(1)),
          ("CONTINUATION", Frames.frame(9, 4, 1, request.block)),
        ] {
          let socket = try RawSocket(port: live.port)
          socket.send(Frames.preface + request.whole(1))
          var frames = FrameReader(socket)
          while let frame = frames.next(), !(frame.stream == 1 && frame.flags & 1 == 1 && frame.type < 2) {}
          socket.send(bytes + Self.ping(1))
          while let frame = frames.next(), frame.type != 7, !(frame.type == 6 && frame.flags == 1) {}
          let last = frames.last?.description ?? "none"
          #expect(
            frames.isOver
              || frames.last?.type == 7 && frames.last?.carries([.streamClosed, .protocolError]) == true,
            "\(name): \(last)")
        }
      }
    }

    /// Reads to the next DATA frame, which has `count` bytes.
    private func expect(_ count: Int, _ frames: inout FrameReader, _ comment: Comment? = nil) {
      while let frame = frames.next(), frame.type != 0 {}
      #expect(frames.last?.type == 0 && frames.last?.payload.count == count, comment)
    }

    /// 6.5.3/1, 6.9.1/1
    @Test(.timeLimit(.minutes(10)), arguments: FrameRule.Kind.allCases)
    func theLastOfManySettingsCounts(_ kind: FrameRule.Kind) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(
          Frames.preface + Frames.settings([(4, 100), (4, 1)]) + FrameRule.Request(kind: kind).whole(1))
        var frames = FrameReader(socket)
        expect(1, &frames)
      }
    }

    /// 6.9.2/1
    @Test(.timeLimit(.minutes(10)), arguments: FrameRule.Kind.allCases)
    func aWiderWindowCountsForOpenStreams(_ kind: FrameRule.Kind) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface + Frames.settings([(4, 0)]) + FrameRule.Request(kind: kind).whole(1))
        var frames = FrameReader(socket)
        while let frame = frames.next(), frame.type != 1 {}
        socket.send(Frames.settings([(4, 1)]))
        expect(1, &frames)
      }
    }

    /// 6.9.2/2
    @Test(.timeLimit(.minutes(10)), arguments: FrameRule.Kind.allCases)
    func aWindowMayBecomeNegative(_ kind: FrameRule.Kind) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface + Frames.settings([(4, 3)]) + FrameRule.Request(kind: kind).whole(1))
        var frames = FrameReader(socket)
        expect(3, &frames)
        // The stream's window is now -1; then 1.
        socket.send(Frames.settings([(4, 2)]) + Frames.frame(8, 0, 1, Frames.bytes(2)))
        expect(1, &frames)
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: FrameRule.Kind.allCases)
    func aWindowOfOneByteCarriesOneByte(_ kind: FrameRule.Kind) async throws {
      try await LiveServer.with { live in
        let socket = try RawSocket(port: live.port)
        socket.send(Frames.preface + Frames.settings([(4, 1)]) + FrameRule.Request(kind: kind).whole(1))
        var frames = FrameReader(socket)
        for expected in 0..<8 {
          expect(1, &frames, "byte \(expected)")
          socket.send(Frames.frame(8, 0, 1, Frames.bytes(1)))
        }
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
