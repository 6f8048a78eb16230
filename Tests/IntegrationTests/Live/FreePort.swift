import NIOCore
import NIOPosix
import Synchronization
import Testing

/// A port of the loopback that nobody listens on, below those that the system gives to whoever asks for any: between
/// this look and its use no other program is given it.
enum FreePort {
  private static let taken = Mutex<Set<Int>>([])

  static func next() throws -> Int {
    for _ in 0..<1_000 {
      let port = Int.random(in: 12_000..<32_000)
      guard taken.withLock({ $0.insert(port).inserted }) else { continue }
      if isFree(port) { return port }
    }
    return try #require(nil as Int?, "no free port")
  }

  private static func isFree(_ port: Int) -> Bool {
    let listener = try? ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: port).wait()
    guard let listener else { return false }
    return (try? listener.close().wait()) != nil
  }
}
