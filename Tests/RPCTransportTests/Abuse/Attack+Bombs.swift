import HTTP2
import NIOCore
import Testing
import Zlib

extension Attack {
  static let bombs: [Attack] = [
    Attack("gzip bomb, 230 kB that say 50 MB", growth: 8) { server in
      let zeros = ByteBuffer(repeating: 0, count: 50 << 20)
      let bytes = try #require(try Deflater(.gzip).deflate(zeros))
      #expect(bytes.readableBytes < 250_000)
      for _ in 0..<20 {
        let socket = try RawSocket(port: server.port)
        let fields = Frames.request("/echo.Echo/Unary") + Frames.block([("grpc-encoding", "gzip")])
        var frames = FrameReader(socket)
        // The stream's window is what RFC 9113 starts with until the server's settings are acknowledged.
        socket.send(Frames.preface)
        _ = frames.next()
        socket.send(Frames.frame(4, 1, 0, []) + Frames.frame(1, 4, 1, fields))
        var rest = ([1] + Frames.bytes(UInt32(bytes.readableBytes)) + bytes.readableBytesView)[...]
        while !rest.isEmpty {
          let piece = Array(rest.prefix(16_000))
          rest = rest.dropFirst(piece.count)
          socket.send(Frames.frame(0, rest.isEmpty ? 1 : 0, 1, piece))
        }
        while let frame = frames.next(), frame.type != 1 {}
        // Trailers and nothing before them: the call failed.
        #expect(frames.last?.flags == 5)
      }
    }
  ]
}
