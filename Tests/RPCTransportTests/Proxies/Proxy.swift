import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import Testing

/// A proxy of another make in front of echo servers.
final class Proxy: Sendable {
  enum Make: String, CaseIterable, Sendable { case envoy, nginx, haproxy }

  let port: Int
  let adminPort: Int
  private let process = Process()
  private let folder: URL

  private init(_ make: Make, upstreams: [Int]) throws {
    let ports = try FreePort.next(2)
    (port, adminPort) = (ports[0], ports[1])
    folder = EchoProcess.products.appendingPathComponent("proxy-tests/\(make)-\(port)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("configuration.yaml")
    try configuration(make, upstreams).write(to: file, atomically: true, encoding: .utf8)
    process.executableURL = Self.program(make)
    process.arguments =
      switch make {
      case .envoy: ["-c", file.path, "--concurrency", "1", "-l", "error", "--disable-hot-restart"]
      case .nginx: ["-c", file.path, "-e", folder.path + "/error.log"]
      case .haproxy: ["-f", file.path]
      }
    process.standardInput = FileHandle.nullDevice
    let log = folder.appendingPathComponent("log")
    try Data().write(to: log)
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
  }

  /// Runs `body` once the proxy has a server to send calls to, and ends the proxy.
  static func with(_ make: Make, upstreams: [Int], _ body: (Proxy) async throws -> Void) async throws {
    let proxy = try await started(make, upstreams)
    defer { proxy.stop() }
    try await body(proxy)
    #expect(proxy.process.isRunning)
  }

  /// A proxy that answers. One that ends at once found a port taken meanwhile.
  private static func started(_ make: Make, _ upstreams: [Int]) async throws -> Proxy {
    for _ in 0..<4 {
      let proxy = try Proxy(make, upstreams: upstreams)
      try await proxy.ready()
      if proxy.process.isRunning { return proxy }
      print("\(make) ended: \(proxy.log)")
      proxy.stop()
    }
    let proxy = try Proxy(make, upstreams: upstreams)
    try await proxy.ready()
    try #require(proxy.process.isRunning, "\(proxy.log)")
    return proxy
  }

  /// Waits until the proxy answers or ends.
  private func ready() async throws {
    for _ in 0..<600 where process.isRunning {
      if let client = try? await client() {
        let answer = try? await client.unary("/echo.Echo/Unary", ByteBuffer(), timeout: .seconds(2))
        await client.close()
        if answer != nil { return }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the proxy never answered\n\(log)")
  }

  private func stop() {
    // A child inherits the signals that the thread which starts it has blocked; SIGKILL is none of them.
    kill(process.processIdentifier, SIGKILL)
    while process.isRunning { usleep(1_000) }
    try? FileManager.default.removeItem(at: folder)
  }

  private var log: String {
    (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
  }

  func client() async throws -> RPCClient {
    try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: port), on: MultiThreadedEventLoopGroup.singleton.next())
  }

  private static func program(_ make: Make) -> URL {
    switch make {
    case .envoy:
      URL(fileURLWithPath: ForeignProcess.python).deletingLastPathComponent().appendingPathComponent("envoy")
    case .nginx: URL(fileURLWithPath: "/usr/sbin/nginx")
    case .haproxy: URL(fileURLWithPath: "/usr/sbin/haproxy")
    }
  }

  private func configuration(_ make: Make, _ upstreams: [Int]) throws -> String {
    guard make != .envoy else { return try shipped(upstreams) }
    let name = make == .nginx ? "nginx.conf" : "haproxy.cfg"
    return try Self.tests("Fixtures/proxies/\(name)")
      .replacingOccurrences(of: "@DIR@", with: folder.path)
      .replacingOccurrences(of: "@PORT@", with: "\(port)")
      .replacingOccurrences(of: "@UPSTREAM@", with: "\(upstreams[0])")
  }

  /// The configuration that deployment.yaml ships, with this test's addresses.
  private func shipped(_ upstreams: [Int]) throws -> String {
    let lines = try Self.tests("../deployment.yaml").split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "  envoy.yaml: |"))
    let block = lines[(start + 1)...].prefix { $0.hasPrefix("    ") || $0.isEmpty }
    var text = block.map { String($0.dropFirst(4)) }.joined(separator: "\n")
    let endpoint = "- endpoint: { address: { socket_address: { address: rankd, port_value: 8000 } } }"
    let indent = "\n" + String(repeating: " ", count: 14)
    let endpoints = upstreams.map {
      endpoint.replacingOccurrences(
        of: "address: rankd, port_value: 8000", with: "address: 127.0.0.1, port_value: \($0)")
    }
    for (old, new) in [
      (endpoint, endpoints.joined(separator: indent)),
      ("address: 0.0.0.0, port_value: 8080", "address: 127.0.0.1, port_value: \(port)"),
      ("port_value: 9901", "port_value: \(adminPort)"),
      ("{ service_name: ranking.v1.RankingService }", "{ service_name: \"\" }"),
    ] {
      try #require(text.contains(old), "deployment.yaml has no \(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    return text
  }

  private static func tests(_ path: String) throws -> String {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: tests.appendingPathComponent(path), encoding: .utf8)
  }
}
