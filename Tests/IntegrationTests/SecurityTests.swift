import Foundation
import NIOCore
import NIOPosix
import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct SecurityTests {
  private func client(
    _ live: LiveRankd, _ files: MeshFiles, as name: String, token: String? = MeshFiles.token
  ) async throws -> RPCClient {
    var configuration = RPCClientConfiguration()
    configuration.tls = RPCClientTLS(
      authorities: files.path("ca.pem"), certificate: files.path("\(name).pem"),
      privateKey: files.path("\(name).key"))
    configuration.bearerToken = token
    return try await RPCClient.connect(
      to: .tcp(host: "127.0.0.1", port: live.port), configuration: configuration,
      on: MultiThreadedEventLoopGroup.singleton.next())
  }

  private func code(_ client: RPCClient) async -> RPCStatus.Code {
    do {
      let answer = try await client.recommend(.init(user: .id(1), topK: 3))
      await client.close()
      return answer.items.count == 3 ? .ok : .unknown
    } catch {
      await client.close()
      return (error as? RPCStatus)?.code ?? .unknown
    }
  }

  /// The server may be quicker to refuse than the client to finish connecting.
  private func plaintextCode(_ live: LiveRankd) async throws -> RPCStatus.Code {
    do { return await code(try await live.client()) } catch let status as RPCStatus { return status.code }
  }

  @Test(.timeLimit(.minutes(10)))
  func certificateNameAndTokenAreAskedFor() async throws {
    let files = try await MeshFiles("security")
    defer { files.remove() }
    let options = [
      "--tls-certificate", files.path("server.pem"), "--tls-key", files.path("server.key"),
      "--tls-client-ca", files.path("ca.pem"), "--client-names", "alice,carol", "--tokens",
      files.path("tokens"),
    ]
    try await LiveRankd.with("security", options) { live in
      #expect(live.log.contains("tls=mutual"))
      let allowed = try await client(live, files, as: "alice")
      let allowedCode = await code(allowed)
      #expect(allowedCode == .ok)
      let nameless = try await client(live, files, as: "bob")
      let namelessCode = await code(nameless)
      #expect(namelessCode == .permissionDenied)
      let tokenless = try await client(live, files, as: "alice", token: nil)
      let tokenlessCode = await code(tokenless)
      #expect(tokenlessCode == .unauthenticated)
      let plainCode = try await plaintextCode(live)
      #expect(plainCode == .unavailable)
      #expect(live.log.contains("connection refused: plaintext HTTP/2 on the TLS port"))
      let metrics = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      #expect(metrics.contains("\nrankd_connections_refused_total{reason=\"plaintext_on_tls\"} 1\n"))
      #expect(metrics.contains("grpc_code=\"PERMISSION_DENIED\"} 1\n"))
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (["--tls-certificate", "a.pem"], "--tls-certificate and --tls-key: both or neither"),
      (["--tls-client-ca", "a.pem"], "--tls-client-ca needs --tls-certificate and --tls-key"),
      (
        ["--tls-certificate", "a.pem", "--tls-key", "a.key"], "a.pem: cannot open: No such file or directory"
      ),
      (["--tokens", "none"], "none: cannot open: No such file or directory"),
      (["--client-names", "alice"], "client-names needs tls-client-ca"),
      (["--listen", "nowhere"], "--listen is \"nowhere\", not HOST:PORT, [IPV6]:PORT or unix:PATH"),
      (["--idle-timeout", "soon"], "--idle-timeout is \"soon\", not a time like 20s, 500ms, 15m or 2h"),
      (["--max-streams", "0"], "max-streams is 0, must be from 1 to 100000"),
    ])
  func badOptionsAreNamed(_ options: [String], _ expected: String) async throws {
    let live = try LiveRankd("bad-\(options[0])", bundle: SampleBundle.first.get(), options)
    let status = await live.exitStatus()
    #expect(status != 0)
    #expect(live.log.contains(expected), "\(live.log)")
  }

  @Test(.timeLimit(.minutes(10)))
  func itServesOnAUnixSocket() async throws {
    let path = "/tmp/rankd-\(UInt64.random(in: 0..<(.max))).sock"
    try await LiveRankd.with("unix", ["--listen", "unix:\(path)", "--socket-mode", "0600"]) { _ in
      let client = try await RPCClient.connect(
        to: .unix(path: path), on: MultiThreadedEventLoopGroup.singleton.next())
      let answer = try await client.recommend(.init(user: .id(1), topK: 3))
      #expect(answer.items.count == 3)
      await client.close()
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(.timeLimit(.minutes(10)))
  func randomPathsAddNoSeries() async throws {
    try await LiveRankd.with("paths") { live in
      func metrics() async throws -> [Substring] {
        try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics").split(separator: "\n")
      }
      func memory(_ lines: [Substring]) -> Double {
        lines.first { $0.hasPrefix("process_resident_memory_bytes") }
          .flatMap { Double($0.split(separator: " ").last ?? "") } ?? 0
      }
      let client = try await live.client()
      func call(_ count: Int) async {
        for _ in 0..<count / 100 {
          await withTaskGroup { group in
            for _ in 0..<100 {
              let path = "/s\(UInt64.random(in: 0..<(.max)))/m\(UInt64.random(in: 0..<(.max)))"
              group.addTask { _ = try? await client.unary(path, ByteBuffer()) }
            }
          }
        }
      }
      await call(10_000)
      let before = try await metrics()
      await call(90_000)
      let after = try await metrics()
      #expect(after.count == before.count)
      let unknown = #"grpc_type="unary",grpc_service="unknown",grpc_method="unknown""#
      #expect(
        after.contains("grpc_server_handled_total{\(unknown),grpc_code=\"UNIMPLEMENTED\"} 100000"))
      #expect(memory(after) - memory(before) <= 8 * 1_048_576)
      await client.close()
    }
  }
}
