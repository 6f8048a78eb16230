import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import Testing

/// A real Envoy with one of the configurations of `Deployment/sidecar`, moved to this test's ports and files.
final class Sidecar {
  let port: Int
  /// Of the listener that other hosts may ask for statistics.
  let statisticsPort: Int
  private let adminPort: Int
  private let process = Process()
  private let folder: String

  /// The identity that `files` has under `identity` is the proxy's; the transcoder needs none, but descriptors.
  /// `changing` has the last word on the configuration.
  init(
    _ name: String, _ configuration: String, replacing old: String, by new: [String],
    files: MeshFiles? = nil, identity: String = "", descriptors: String? = nil,
    changing: (String) -> String = { $0 }
  ) throws {
    (port, statisticsPort, adminPort) = (try FreePort.next(), try FreePort.next(), try FreePort.next())
    folder = try SampleBundle.folder("sidecar-\(name)")
    try install(files, identity)
    if let descriptors {
      try FileManager.default.copyItem(atPath: descriptors, toPath: "\(folder)/ranking.pb")
    }
    var text = try Self.shipped(configuration)
    // The proxy's own listeners and pages; the lines of upstreams are the caller's to name.
    for (old, new) in [
      ("0.0.0.0, port_value: 8443", port), ("0.0.0.0, port_value: 8080", port),
      ("127.0.0.1, port_value: 9000", port), ("0.0.0.0, port_value: 9902", statisticsPort),
      ("127.0.0.1, port_value: 9901", adminPort),
    ] {
      text = text.replacingOccurrences(of: old, with: "127.0.0.1, port_value: \(new)")
    }
    text = try Self.replaceLine(old, new, in: text).replacingOccurrences(of: "/etc/envoy", with: folder)
    try changing(text).write(toFile: "\(folder)/envoy.yaml", atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: ForeignProcess.besidePython("envoy"))
    process.arguments = [
      "-c", "\(folder)/envoy.yaml", "--concurrency", "1", "-l", "warn", "--disable-hot-restart",
    ]
    process.standardInput = FileHandle.nullDevice
    try Data().write(to: URL(fileURLWithPath: "\(folder)/log"))
    process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/log")
    process.standardError = FileHandle(forWritingAtPath: "\(folder)/log")
    try process.run()
  }

  deinit { stop() }

  /// Ends the proxy. A child inherits the signals that its parent's thread has blocked; SIGKILL is none of them.
  func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    while process.isRunning { usleep(1_000) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Waits until the proxy answers and finds `healthy` members of the cluster `rankd` fit for calls.
  func ready(healthy: Int) async throws {
    let end = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < end {
      try #require(process.isRunning, "\(log)")
      if try await statistic("cluster.rankd.membership_healthy") == healthy { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    let found = try await statistics("cluster.rankd")
    Issue.record("never \(healthy) healthy members: \(found)\n\(log)")
  }

  /// A counter or gauge of the proxy; nil before it is there.
  func statistic(_ name: String) async throws -> Int? {
    try await statistics(name).split(separator: "\n").lazy
      .filter { $0.hasPrefix("\(name): ") }.compactMap { Int($0.dropFirst(name.count + 2)) }.first
  }

  /// Waits for a counter to reach `least`: what it counts may happen after the answer that a test has seen.
  func counts(_ name: String, atLeast least: Int = 1) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      if try await statistic(name) ?? 0 >= least { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  func statistics(_ filter: String) async throws -> String {
    try await ForeignProcess.curl("http://127.0.0.1:\(adminPort)/stats?filter=\(filter)")
  }

  func client() async throws -> RPCClient {
    try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: port), on: MultiThreadedEventLoopGroup.singleton.next())
  }

  var log: String { (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? "" }

  /// Puts other files into the folder of the certificate, as cert-manager's volume does: in one rename.
  func renew(_ files: MeshFiles, _ identity: String) throws {
    for (from, to) in [("\(identity).pem", "tls.crt"), ("\(identity).key", "tls.key"), ("ca.pem", "ca.crt")] {
      try Data(contentsOf: URL(fileURLWithPath: files.path(from)))
        .write(to: URL(fileURLWithPath: "\(folder)/tls/\(to)"), options: .atomic)
    }
  }

  private func install(_ files: MeshFiles?, _ identity: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/tls", withIntermediateDirectories: true)
    guard let files else { return }
    try renew(files, identity)
    for name in ["certificate.yaml", "authority.yaml"] {
      try Self.replace("/etc/rankd/tls", "\(folder)/tls", in: Self.shipped(name))
        .write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
  }

  private static func shipped(_ name: String) throws -> String {
    try String(contentsOfFile: ForeignProcess.inPackage("Deployment/sidecar/\(name)"), encoding: .utf8)
  }

  private static func replace(_ old: String, _ new: String, in text: String) throws -> String {
    try #require(text.contains(old), "no \(old)")
    return text.replacingOccurrences(of: old, with: new)
  }

  /// Puts one line for each of `new` in place of the line that holds `old`.
  private static func replaceLine(_ old: String, _ new: [String], in text: String) throws -> String {
    try #require(text.contains(old), "no \(old)")
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      line.contains(old) ? new.map { line.replacingOccurrences(of: old, with: $0) } : [String(line)]
    }.joined(separator: "\n")
  }
}
