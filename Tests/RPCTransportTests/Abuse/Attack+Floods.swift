import HTTP2
import Testing

extension Attack {
  private static let echo = "/echo.Echo/Unary"

  /// Frames made for 30,000 streams, sent in batches so that a read of the server brings many.
  private static func manyStreams(
    _ name: String, _ frames: @escaping @Sendable (UInt32) -> [UInt8]
  ) -> Attack {
    Attack(name) { server in
      let socket = try RawSocket(port: server.port)
      var isOpen = socket.send(Frames.preface)
      for batch in 0..<300 where isOpen {
        isOpen = socket.send((0..<100).flatMap { frames(UInt32(batch * 100 + $0) * 2 + 1) })
      }
      #expect(socket.isCutOff(), "\(name)")
    }
  }

  static let resets: [Attack] = [
    manyStreams("rapid reset of open requests") {
      Frames.frame(1, 4, $0, Frames.request(echo)) + Frames.frame(3, 0, $0, Frames.bytes(8))
    },
    manyStreams("rapid reset of ended requests") {
      Frames.frame(1, 5, $0, Frames.request(echo)) + Frames.frame(3, 0, $0, Frames.bytes(8))
    },
    manyStreams("rapid reset of whole requests, NO_ERROR") {
      Frames.call($0, echo, [1, 2, 3]) + Frames.frame(3, 0, $0, Frames.bytes(0))
    },
    manyStreams("rapid reset inside a message") {
      Frames.frame(1, 4, $0, Frames.request(echo)) + Frames.frame(0, 0, $0, [0, 0, 0, 1, 0, 7])
        + Frames.frame(3, 0, $0, Frames.bytes(8))
    },
    manyStreams("the server is made to reset: window increments of 0") {
      Frames.frame(1, 4, $0, Frames.request(echo)) + Frames.frame(8, 0, $0, Frames.bytes(0))
    },
    manyStreams("the server is made to reset: malformed requests") {
      Frames.frame(1, 5, $0, Frames.block([(":method", "POST"), ("Upper", "case")]))
    },
    serverResets("the server is made to reset: bodies longer than their content-length") {
      Frames.frame(1, 4, $0, long) + Frames.frame(0, 0, $0, [0, 0, 0, 0])
    },
    serverResets("the server is made to reset: bodies shorter than their content-length") {
      Frames.frame(1, 4, $0, long) + Frames.frame(0, 1, $0, [0, 0])
    },
  ]

  /// The same, fifty at a time, each of which the server resets: never too many are open.
  private static func serverResets(
    _ name: String, _ frames: @escaping @Sendable (UInt32) -> [UInt8]
  ) -> Attack {
    Attack(name) { server in
      let (socket, first) = try acknowledged(server)
      var reader = first
      var resets = 0
      for batch in 0..<600 as Range<UInt32> where !reader.isOver {
        socket.send((0..<50).flatMap { frames((batch * 50 + $0) * 2 + 1) })
        while resets < Int(batch + 1) * 50, let frame = reader.next() { resets += frame.type == 3 ? 1 : 0 }
      }
      #expect(reader.isOver, "\(name): \(resets) resets")
    }
  }

  private static let long = Frames.request(echo) + Frames.block([("content-length", "3")])

  /// One frame again and again, after the preface and `opening`.
  ///
  /// `isCutOff`: false for what costs the server no more than reading it.
  private static func flood(
    _ name: String, opening: [UInt8] = [], isCutOff: Bool = true, _ frame: [UInt8]
  ) -> Attack {
    Attack(name) { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface + opening)
      let batch = Array(repeatElement(frame, count: 500).joined())
      for _ in 0..<200 where socket.send(batch) {}
      #expect(!isCutOff || socket.isCutOff(), "\(name)")
    }
  }

  /// `calls` of a health watch, each with an empty request, `messages` times `message`, and an open end.
  private static func watches(_ server: EchoProcess, calls: UInt32, messages: Int, _ message: [UInt8]) throws
  {
    let (socket, first) = try acknowledged(server)
    var frames = first
    socket.send(Frames.frame(8, 0, 0, Frames.bytes(0x7FFE_0000)))
    let many = Array(repeatElement(Frames.message(message), count: min(1_000, messages)).joined())
    var ends: UInt32 = 0
    for number in 0..<calls {
      let stream = 2 * number + 1
      socket.send(
        Frames.frame(1, 4, stream, Frames.request("/grpc.health.v1.Health/Watch"))
          + Frames.frame(0, 0, stream, Frames.message([])))
      for _ in 0..<max(1, messages / 1_000) where !socket.send(Frames.frame(0, 0, stream, many)) { return }
      guard number % 100 == 99 else { continue }
      while ends <= number, let frame = frames.next() {
        ends += frame.type == 1 && frame.flags & 1 == 1 ? 1 : 0
      }
    }
    #expect(ends == calls / 100 * 100)
    RawSocket.sleep(milliseconds: 500)
  }

  private static let open = Frames.frame(1, 4, 1, Frames.request(echo))

  static let floods: [Attack] = [
    flood("SETTINGS flood", Frames.settings([])),
    flood("SETTINGS flood that moves windows", opening: open, Frames.settings([(4, 1), (4, 65_535)])),
    flood("PING flood", Frames.frame(6, 0, 0, Array(repeating: 1, count: 8))),
    flood("PING answers nobody asked for", Frames.frame(6, 1, 0, Array(repeating: 1, count: 8))),
    flood("GOAWAY flood", Frames.frame(7, 0, 0, Frames.bytes(0) + Frames.bytes(0))),
    flood("PRIORITY flood", Frames.frame(2, 0, 5, [0, 0, 0, 3, 16])),
    flood("empty DATA flood", opening: open, Frames.frame(0, 0, 1, [])),
    flood("flood of unknown frames", isCutOff: false, Frames.frame(0xEE, 0, 0, [1, 2, 3])),
    flood("RST_STREAM flood on one stream", opening: open, Frames.frame(3, 0, 1, Frames.bytes(8))),
    Attack("CONTINUATION flood") { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface + Frames.frame(1, 0, 1, Frames.request(echo)))
      let filler = ("x-filler", String(repeating: "a", count: 100))
      let piece = Frames.block(Array(repeating: filler, count: 100))
      for _ in 0..<5_000 where socket.send(Frames.frame(9, 0, 1, piece)) {}
      #expect(socket.isCutOff())
    },
    Attack("CONTINUATION flood of empty frames") { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface + Frames.frame(1, 0, 1, Frames.request(echo)))
      let batch = Array(repeatElement(Frames.frame(9, 0, 1, []), count: 500).joined())
      for _ in 0..<200 where socket.send(batch) {}
      #expect(socket.isCutOff())
    },
    Attack("HPACK bomb") { server in
      let entry = Frames.indexed("x-bomb", String(repeating: "b", count: 4_000))
      let references = [UInt8](repeating: 0x80 | 62, count: 12_000)
      for _ in 0..<4 {
        let socket = try RawSocket(port: server.port)
        _ = socket.send(Frames.preface)
        for number in 0..<20 as Range<UInt32> {
          socket.send(Frames.frame(1, 5, number * 2 + 1, Frames.request(echo) + entry + references))
        }
        _ = socket.receive()
      }
    },
    Attack("100,000 requests on one health watch") { server in
      try watches(server, calls: 1, messages: 100_000, [])
    },
    Attack("health watches whose second request is no request") { server in
      try watches(server, calls: 60_000, messages: 1, [0xFF])
    },
    Attack("random paths") { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface)
      for batch in 0..<1_000 as Range<UInt32> {
        let numbers = (0..<100).map { batch * 100 + $0 }
        socket.send(
          numbers.flatMap { Frames.frame(1, 5, $0 * 2 + 1, Frames.request("/\($0 &* 2_654_435_761).S/M")) })
        socket.discard()
      }
    },
  ]
}
