import HTTP2
import Testing

extension Attack {
  private static let fourMiB = Frames.bytes(4 << 20)

  /// `streams` requests for 4 MB on each of `connections`, with `settings` and nothing ever read.
  private static func stall(
    _ name: String, connections: Int, streams: UInt32, _ settings: [UInt8]
  ) -> Attack {
    Attack(name, growth: 64) { server in
      let sockets = try (0..<connections).map { _ in try RawSocket(port: server.port) }
      for socket in sockets {
        _ = socket.send(Frames.preface + settings)
        for number in 0..<streams {
          socket.send(Frames.call(number * 2 + 1, "/echo.Echo/Inflate", fourMiB))
        }
      }
      settle()
    }
  }

  private static let closed = Frames.settings([(4, 0)])
  private static let wide =
    Frames.settings([(4, 0x7FFF_FFFF)]) + Frames.frame(8, 0, 0, Frames.bytes(0x7FFE_0000))

  /// Time for the server to do its worst.
  private static func settle() { RawSocket.sleep(milliseconds: 1_000) }

  /// Requests of 4 MB that wait behind a closed window, five at a time, each followed by `end` of its stream.
  private static func waves(
    _ server: EchoProcess, count: Int, _ fields: [(String, String)], _ end: (UInt32) -> [UInt8]
  ) throws {
    let (socket, _) = try acknowledged(server, closed)
    for number in 0..<4 as Range<UInt32> {
      socket.send(Frames.call(number * 2 + 1, "/echo.Echo/Inflate", fourMiB))
    }
    let head = Frames.request("/echo.Echo/Unary") + Frames.block(fields)
    let piece = [UInt8](repeating: 1, count: 16_000)
    for number in 0..<UInt32(5 * count) {
      let stream = number * 2 + 101
      socket.send(
        Frames.frame(1, 4, stream, head) + Frames.frame(0, 0, stream, [0] + Frames.bytes(250 * 16_000)))
      for step in 1...250 { socket.send(Frames.frame(0, step == 250 ? 1 : 0, stream, piece)) }
      socket.send(end(stream))
      if number % 5 == 4 { settle() }
    }
  }

  static let stalls: [Attack] = [
    stall("closed window, 5 connections with 100 answers of 4 MB", connections: 5, streams: 100, closed),
    stall("closed window, 1 connection with 500 answers of 4 MB", connections: 1, streams: 500, closed),
    stall("closed window, 500 connections with an answer of 4 MB", connections: 500, streams: 1, closed),
    stall("unread socket, 5 connections with 100 answers of 4 MB", connections: 5, streams: 100, wide),
    stall("unread socket, 100 connections with 5 answers of 4 MB", connections: 100, streams: 5, wide),
    Attack("one byte of window at a time") { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface + Frames.settings([(4, 1)]))
      socket.send(Frames.call(1, "/echo.Echo/Inflate", Frames.bytes(1 << 20)))
      let step = Frames.frame(8, 0, 1, Frames.bytes(1))
      for _ in 0..<200 {
        socket.send(Array(repeatElement(step, count: 100).joined()))
        socket.discard()
      }
    },
    Attack("requests whose answers are never read", growth: 64) { server in
      let body = [UInt8](repeating: 1, count: 15_000)
      let sockets = try (0..<8).map { _ in try RawSocket(port: server.port, sendTimeout: 1) }
      for socket in sockets where socket.send(Frames.preface + wide) {
        for number in 0..<2_000 as Range<UInt32> {
          guard socket.send(Frames.call(number * 2 + 1, "/echo.Echo/Unary", body)) else { break }
        }
      }
      settle()
    },
    Attack("whole requests that wait behind a closed window", growth: 64) { server in
      let (socket, _) = try acknowledged(server, sendTimeout: 1, closed)
      for number in 0..<4 as Range<UInt32> {
        socket.send(Frames.call(number * 2 + 1, "/echo.Echo/Inflate", fourMiB))
      }
      let piece = [UInt8](repeating: 1, count: 16_000)
      for number in 4..<120 as Range<UInt32> {
        socket.send(
          Frames.frame(1, 4, number * 2 + 1, Frames.request("/echo.Echo/Unary"))
            + Frames.frame(0, 0, number * 2 + 1, [0] + Frames.bytes(60 * 16_000)))
        for step in 1...60 where !socket.send(Frames.frame(0, step == 60 ? 1 : 0, number * 2 + 1, piece)) {
          return
        }
      }
      settle()
    },
    Attack("whole requests that expire behind a closed window", growth: 96) { server in
      try waves(server, count: 10, [("grpc-timeout", "300m")]) { _ in [] }
    },
    Attack("whole requests that are reset behind a closed window", growth: 96) { server in
      try waves(server, count: 10, []) { Frames.frame(3, 0, $0, Frames.bytes(8)) }
    },
    Attack("empty messages behind a closed window", growth: 48) { server in
      let socket = try RawSocket(port: server.port)
      _ = socket.send(Frames.preface + closed)
      let messages = Frames.frame(
        0, 0, 1, Array(repeatElement(Frames.message([]), count: 3_276).joined()))
      for number in 0..<100 as Range<UInt32> {
        let stream = Frames.bytes(2 * number + 1)
        socket.send(Frames.frame(1, 4, 2 * number + 1, Frames.request("/echo.Echo/Bidirectional")))
        for _ in 0..<4 { socket.send(Array(messages[..<5]) + stream + messages[9...]) }
      }
      settle()
    },
    Attack("unfinished messages on many connections", growth: 200) { server in
      let sockets = try (0..<300).map { _ in try RawSocket(port: server.port, sendTimeout: 1) }
      let piece = [UInt8](repeating: 1, count: 16_000)
      for socket in sockets where socket.send(Frames.preface) {
        socket.send(
          Frames.frame(1, 4, 1, Frames.request("/echo.Echo/Unary"))
            + Frames.frame(0, 0, 1, [0] + fourMiB))
        for _ in 0..<60 where socket.send(Frames.frame(0, 0, 1, piece)) {}
      }
      settle()
    },
    Attack("small messages that keep whole reads alive", growth: 32) { server in
      for _ in 0..<20 {
        let socket = try RawSocket(port: server.port, sendTimeout: 1)
        _ = socket.send(Frames.preface)
        let padding = [UInt8](repeating: 0, count: 200)
        let filler = Frames.frame(0, 8, 1, [200] + padding)
        _ = socket.send(Frames.frame(1, 4, 1, Frames.request("/echo.Echo/Unary")))
        for number in 1..<120 as Range<UInt32> {
          socket.send(
            Frames.frame(1, 4, number * 2 + 1, Frames.request("/echo.Echo/Unary"))
              + Frames.frame(0, 0, number * 2 + 1, Frames.message([1]))
              + Array(repeatElement(filler, count: 100).joined()))
        }
      }
    },
    Attack("length prefix of 4 GiB") { server in
      for _ in 0..<50 {
        let socket = try RawSocket(port: server.port)
        _ = socket.send(Frames.preface)
        for number in 0..<100 as Range<UInt32> {
          socket.send(
            Frames.frame(1, 4, number * 2 + 1, Frames.request("/echo.Echo/Unary"))
              + Frames.frame(0, 0, number * 2 + 1, [0, 255, 255, 255, 255, 1]))
        }
        _ = socket.receive()
      }
    },
  ]
}
