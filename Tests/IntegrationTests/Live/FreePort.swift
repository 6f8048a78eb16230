import NIOCore
import NIOPosix

/// A port of the loopback that nobody listens on.
enum FreePort {
  static func next() throws -> Int {
    let listener = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .bind(host: "127.0.0.1", port: 0).wait()
    defer { try? listener.close().wait() }
    return listener.localAddress?.port ?? 0
  }
}
