import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import Testing

/// `rpc-echo-server`, or another of our servers, in a process of its own, so that its memory can be measured alone.
final class EchoProcess: Sendable {
  let port: Int
  private let process: Process

  /// The folder of build products that this test runs from.
  static let products = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()

  init(
    _ arguments: [String] = [], product: String = "rpc-echo-server", environment: [String: String] = [:]
  ) throws {
    process = Process()
    process.executableURL = Self.products.appendingPathComponent(product)
    process.arguments = ["--host", "127.0.0.1", "--port", "0"] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardError = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var line = ""
    while !line.contains("\n") {
      let data = pipe.fileHandleForReading.availableData
      try #require(!data.isEmpty, "\(product) ended before it listened")
      line += String(decoding: data, as: UTF8.self)
    }
    self.port = line.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  deinit { stop() }

  static func with<Result>(
    _ arguments: [String] = [], product: String = "rpc-echo-server", environment: [String: String] = [:],
    _ body: (EchoProcess) async throws -> Result
  ) async throws -> Result {
    let server = try EchoProcess(arguments, product: product, environment: environment)
    let result = try await body(server)
    #expect(server.isRunning)
    server.stop()
    return result
  }

  var isRunning: Bool { process.isRunning }
  var identifier: Int32 { process.processIdentifier }

  /// SIGTERM, as an orchestrator sends it: the server drains.
  func terminate() { process.terminate() }

  /// Waits for the end of a server told to terminate; its exit status.
  func exitStatus() async throws -> Int32 {
    while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    return process.terminationStatus
  }

  private func stop() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    // Not `waitUntilExit`: it needs the run loop of the thread that started the process.
    while process.isRunning { usleep(1_000) }
  }

  func client() async throws -> RPCClient {
    try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: port), on: MultiThreadedEventLoopGroup.singleton.next())
  }

  /// Resident memory now, in MiB.
  var residentMiB: Int { status("VmRSS:") }

  /// The most it has been since `forgetPeak`.
  var peakMiB: Int { status("VmHWM:") }

  /// MiB by which the most has been above `before`; 0 under a sanitizer, whose own memory says nothing.
  func growth(since before: Int) -> Int {
    ProcessInfo.processInfo.environment["RANKD_SANITIZER"] == nil ? max(0, peakMiB - before) : 0
  }

  /// Where the system does not allow this, the peak stays that since the start.
  func forgetPeak() {
    guard let file = fopen("/proc/\(process.processIdentifier)/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  private func status(_ key: String) -> Int {
    let path = "/proc/\(process.processIdentifier)/status"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(key) } ?? ""
    return (Int(line.filter(\.isNumber)) ?? 0) / 1_024
  }
}
