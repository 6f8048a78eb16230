import NIOCore
import RPCTransport
import Synchronization
import Testing

/// What one hostile peer does, and how much of the server's memory it may cost.
struct Attack: Sendable, CustomTestStringConvertible {
  var name: String
  /// The most that resident memory may grow, in MiB.
  var growth: Int
  var arguments: [String] = []
  /// Blocks; what it holds open is let go when it returns.
  var run: @Sendable (EchoProcess) throws -> Void

  init(
    _ name: String, growth: Int = 16, _ arguments: [String] = [],
    run: @escaping @Sendable (EchoProcess) throws -> Void
  ) {
    self.name = name
    self.growth = growth
    self.arguments = arguments
    self.run = run
  }

  var testDescription: String { name }

  /// A socket to a server whose SETTINGS are acknowledged, so that it takes 256 KiB a stream and not RFC 9113's 64 KiB.
  static func acknowledged(
    _ server: EchoProcess, sendTimeout: Int = 10, _ bytes: [UInt8] = []
  ) throws -> (socket: RawSocket, frames: FrameReader) {
    let socket = try RawSocket(port: server.port, sendTimeout: sendTimeout)
    socket.send(Frames.preface + bytes)
    var frames = FrameReader(socket)
    #expect(frames.next()?.type == 4)
    socket.send(Frames.frame(4, 1, 0, []))
    return (socket, frames)
  }

  /// Attacks a server while a good client calls it; prints and checks what came of it.
  func carryOut() async throws {
    try await EchoProcess.with(arguments) { server in
      _ = try await GoodClient.run(server) { true }
      let before = server.residentMiB
      server.forgetPeak()
      let isDone = Mutex(false)
      async let counts = GoodClient.run(server) { isDone.withLock { $0 } }
      do { try run(server) } catch { Issue.record(error) }
      isDone.withLock { $0 = true }
      let good = try await counts
      let grown = server.growth(since: before)
      print("abuse | \(name) | +\(grown) MiB, max \(growth) | good client \(good.good) of \(good.calls)")
      #expect(grown <= growth)
      #expect(good.good * 100 >= good.calls * 98, "\(good)")
      #expect(try await GoodClient.run(server) { true }.bad == 0)
    }
  }
}
