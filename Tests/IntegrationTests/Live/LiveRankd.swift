import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import RankingWire
import Testing

/// The real `rankd` in a process of its own, on free ports.
final class LiveRankd {
  private static let started = Counter()
  private let process = Process()
  private let logPath: String

  /// What it has logged so far.
  var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// Starts `rankd serve`; `name` tells the logs of tests apart.
  ///
  /// A test that has connected may wait long for its turn on a busy machine, so the first request has minutes.
  init(_ name: String, bundle: String, _ arguments: [String] = []) throws {
    logPath = try SampleBundle.folder("log-\(name)-\(Self.started.add())") + "/log"
    try Data().write(to: URL(fileURLWithPath: logPath))
    process.executableURL = SampleBundle.products.appendingPathComponent("rankd")
    process.arguments =
      [
        "serve", "--bundle", bundle, "--host", "127.0.0.1", "--port", "0", "--admin-port", "0",
        "--first-request-timeout", "10m",
      ] + arguments
    process.standardError = FileHandle(forWritingAtPath: logPath)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Runs `body` beside a server that is ready, and expects it to end well.
  static func with<Result>(
    _ name: String, bundle: String? = nil, _ arguments: [String] = [],
    _ body: (LiveRankd) async throws -> Result
  ) async throws -> Result {
    let live = try LiveRankd(name, bundle: bundle ?? SampleBundle.first.get(), arguments)
    try await live.ready()
    let result = try await body(live)
    live.terminate()
    let status = await live.exitStatus()
    #expect(status == 0, "\(live.log)")
    return result
  }

  /// Waits for the line that tells the ports.
  func ready() async throws {
    while !log.contains("] serving") {
      try #require(process.isRunning, "\(log)")
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  func terminate() { process.terminate() }
  func pause() { kill(process.processIdentifier, SIGSTOP) }
  func resume() { kill(process.processIdentifier, SIGCONT) }

  func exitStatus() async -> Int32 {
    while process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
    return process.terminationStatus
  }

  var port: Int { number("port") }
  var adminPort: Int { number("admin_port") }
  var httpPort: Int { number("http_port") }

  private func number(_ key: String) -> Int {
    log.split(whereSeparator: \.isWhitespace).last { $0.hasPrefix("\(key)=") }
      .flatMap { Int($0.dropFirst(key.count + 1)) } ?? 0
  }

  func client() async throws -> RPCClient {
    try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: port), on: MultiThreadedEventLoopGroup.singleton.next())
  }
}

extension RPCClient {
  /// Calls Recommend.
  func recommend(_ request: RecommendRequestMessage) async throws -> RecommendResponseMessage {
    let response = try await unary(
      RankingMethods.recommend, ByteBuffer(bytes: request.encoded()), timeout: .seconds(60))
    let message = try #require(response.message)
    return try message.withUnsafeReadableBytes { try RecommendResponseMessage($0) }
  }
}
