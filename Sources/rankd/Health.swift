import ArgumentParser
import NIOCore
import NIOPosix

/// `rankd health`: asks a server on this machine whether it is ready, for images that have no other client.
struct Health: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Exit 0 if the server on this machine is ready, 1 if it is not.")

  @Option(help: "Address of the admin port [RANKD_HOST; 127.0.0.1].")
  var host: String?
  @Option(help: "Admin port of the server [RANKD_ADMIN_PORT; 9090].")
  var adminPort: Int?

  mutating func run() async throws {
    let given = ServeEnvironment.text(host, "HOST") ?? "127.0.0.1"
    let address = ["0.0.0.0", "::"].contains(given) ? "127.0.0.1" : given
    let port = try ServeEnvironment.number(adminPort, "ADMIN_PORT") ?? 9090
    let answer = (try? await Self.ask(address, port)) ?? "no answer"
    print(answer)
    guard answer.hasPrefix("HTTP/1.1 200") || answer.hasPrefix("HTTP/1.0 200") else { throw ExitCode.failure }
  }

  /// The status line of `GET /readyz`.
  private static func ask(_ host: String, _ port: Int) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(.seconds(2))
      .connect(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    // A server that says nothing is not ready.
    let end = channel.channel.eventLoop.scheduleTask(in: .seconds(3)) { channel.channel.close(promise: nil) }
    defer { end.cancel() }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(
        ByteBuffer(string: "GET /readyz HTTP/1.1\r\nhost: \(host)\r\nconnection: close\r\n\r\n"))
      var text = ""
      for try await part in inbound {
        text += String(buffer: part)
        if text.utf8.contains(UInt8(ascii: "\n")) { break }
      }
      return String(text.prefix { !$0.isNewline })
    }
  }
}
