internal import ArgumentParser
internal import NIOPosix
internal import RPCInterop
internal import RPCTransport

/// Runs interoperability cases with this transport's client; one line a case, status 1 if one fails.
@main
struct InteropClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-interop-client", abstract: "Runs interop cases against a server.")

  @Option(help: "Address of the server.") var host = "127.0.0.1"
  @Option(help: "Port of the server.") var port = 10_000
  @Option(name: .customLong("case"), help: "A case's name; all of them without.") var name: String?

  @Flag(help: "The server cannot see how a message came.") var noProbe = false

  func run() async throws {
    let client = try await RPCClient.connect(
      to: .tcp(host: host, port: port), on: MultiThreadedEventLoopGroup.singleton.next())
    var failures = 0
    for testCase in try cases() {
      do {
        try await InteropClient(client, probesCompression: !noProbe).run(testCase)
        print("ok \(testCase.rawValue)")
      } catch {
        failures += 1
        print("FAILED \(testCase.rawValue): \(error)")
      }
    }
    await client.close()
    if failures > 0 { throw ExitCode.failure }
  }

  private func cases() throws -> [InteropCase] {
    guard let name else { return InteropCase.allCases }
    guard let known = InteropCase(rawValue: name) else {
      throw ValidationError("case: one of \(InteropCase.allCases.map(\.rawValue)), got \(name)")
    }
    return [known]
  }
}
