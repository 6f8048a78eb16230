import Foundation
import Testing

extension Attack {
  /// The good client, which is under the same limit, has time enough on a busy machine.
  private static let quick = ["--first-request-seconds", "3"]

  /// Sends the same bytes on `count` connections and expects every one to be closed by the server.
  private static func closes(
    _ name: String, count: Int = 200, _ bytes: [UInt8], arguments: [String] = quick
  ) -> Attack {
    Attack(name, growth: 24, arguments) { server in
      let sockets = try (0..<count).map { _ in try RawSocket(port: server.port) }
      for socket in sockets { socket.send(bytes) }
      for socket in sockets { #expect(socket.receiveAll() != nil, "\(name)") }
    }
  }

  /// A byte every few milliseconds until the server closes; true if it does.
  private static func drip(_ socket: RawSocket, _ bytes: [UInt8]) -> Bool {
    for byte in bytes {
      guard socket.send([byte]) else { return true }
      RawSocket.sleep(milliseconds: 40)
    }
    return false
  }

  private static let headless = Frames.preface + Frames.frame(1, 0, 1, Frames.block([(":method", "POST")]))
  private static let clientHello: [UInt8] =
    [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + Array(repeating: 0, count: 500)
  private static let slow = Array(repeatElement(Frames.frame(9, 0, 3, []), count: 200).joined())

  private static let noise = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 211) }

  static let connections: [Attack] = [
    closes("silent connections", []),
    closes("half a preface", Array(Frames.preface.prefix(12))),
    closes("preface and silence", Frames.preface),
    closes("headers that never end", headless),
    closes("TLS on the plaintext port", clientHello, arguments: []),
    closes("HTTP/1.1 on the HTTP/2 port", Array("GET / HTTP/1.1\r\nhost: x\r\n\r\n".utf8), arguments: []),
    closes("random bytes", noise, arguments: []),
    Attack("slow preface", quick) { server in
      let socket = try RawSocket(port: server.port)
      #expect(drip(socket, Frames.preface + Array(repeating: 0, count: 200)))
    },
    Attack("slow headers of the first request", quick) { server in
      let socket = try RawSocket(port: server.port)
      #expect(drip(socket, headless + Array(repeating: 0, count: 200)))
    },
    Attack("slow headers of a later request", quick) { server in
      let socket = try RawSocket(port: server.port)
      socket.send(Frames.preface + Frames.call(1, "/echo.Echo/Unary", [1]))
      socket.send(Frames.frame(1, 0, 3, Frames.request("/echo.Echo/Unary")))
      #expect(drip(socket, slow))
    },
    Attack("connections that come and go") { server in
      for _ in 0..<3_000 { _ = try RawSocket(port: server.port) }
    },
    Attack("every prefix of a request, then close") { server in
      let request = Frames.preface + Frames.call(1, "/echo.Echo/Unary", [1, 2, 3])
      for count in 0...request.count {
        let socket = try RawSocket(port: server.port)
        socket.send(Array(request.prefix(count)))
      }
    },
    Attack("every byte of a request flipped") { server in
      let request = Frames.preface + Frames.call(1, "/echo.Echo/Unary", [1, 2, 3])
      for index in request.indices {
        for bit in [UInt8(1), 0x80, 0xFF] {
          var bytes = request
          bytes[index] ^= bit
          let socket = try RawSocket(port: server.port)
          socket.send(bytes)
        }
      }
    },
    Attack("idle connections", growth: idle / 40 + 24) { server in
      let sockets = try (0..<idle).map { _ in try RawSocket(port: server.port) }
      for socket in sockets { socket.send(Frames.preface) }
      for socket in sockets { #expect(socket.receive()?.isEmpty == false) }
    },
  ]

  /// 10,000 in the long form, or what the limit of open files allows.
  private static let idle: Int = {
    guard ProcessInfo.processInfo.environment["RANKD_LONG_TESTS"] == "1" else { return 800 }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return min(9_900, Int(clamping: limit.rlim_cur) - 500)
  }()
}
