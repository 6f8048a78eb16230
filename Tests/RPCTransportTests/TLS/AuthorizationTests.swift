import Foundation
import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct AuthorizationTests {
    private static let token = "k-3.Jx_secret~token+1/="

    private func serve(
      _ text: String, log: LogRecorder? = nil, _ body: (LiveServer, String) async throws -> Void
    ) async throws {
      let made = try TestCertificates()
      defer { made.remove() }
      let path = made.path("tokens")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try await LiveServer.with(authorizer: try BearerTokens(file: path), log: log) {
        try await body($0, path)
      }
    }

    private func call(_ live: LiveServer, _ path: String, token: String?) async throws -> RPCStatus.Code {
      var configuration = RPCClientConfiguration()
      configuration.bearerToken = token
      let client = try await live.client(configuration)
      do {
        _ = try await client.unary(path, ByteBuffer())
        await client.close()
        return .ok
      } catch let status as RPCStatus {
        await client.close()
        return status.code
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        (String?.some(token), RPCStatus.Code.ok), ("another-token", .ok), (nil, .unauthenticated),
        ("x", .unauthenticated), (token + "x", .unauthenticated), ("# comment", .unauthenticated),
      ])
    func onlyKnownTokensPass(_ token: String?, _ expected: RPCStatus.Code) async throws {
      let digest = try await ForeignProcess.run(
        "/bin/sh", ["-c", "printf another-token | sha256sum | cut -c1-64"])
      let lines = "# comment\n\n\(Self.token)  # of the mesh\nsha256:\(digest.text)\n"
      try await serve(lines) { live, _ in
        let echo = try await call(live, "/test.Test/Echo", token: token)
        #expect(echo == expected)
        let health = try await call(live, "/grpc.health.v1.Health/Check", token: token)
        #expect(health == .ok)
        let nothing = try await call(live, "/test.Test/Nothing", token: token)
        #expect(nothing == .unimplemented)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func pagesAnswerInHTTP() async throws {
      try await serve(Self.token) { live, _ in
        let url = "http://127.0.0.1:\(live.port)/page?a=1"
        let curl = ["-s", "--http2-prior-knowledge", "-w", " %{http_code} %header{www-authenticate}", url]
        let refused = try await ForeignProcess.run("/usr/bin/curl", curl)
        #expect(refused.text == "authorization: Bearer token missing\n 401 Bearer")
        let allowed = try await ForeignProcess.run(
          "/usr/bin/curl", curl + ["-H", "authorization: bearer \(Self.token)"])
        #expect(allowed.text == "a=1 200 ")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func changedTokensCountAndBadFilesDoNot() async throws {
      let log = LogRecorder()
      try await serve("old-token", log: log) { live, path in
        let before = try await call(live, "/test.Test/Echo", token: "old-token")
        #expect(before == .ok)
        try "new-token\n".write(toFile: path, atomically: true, encoding: .utf8)
        try await log.expect("info: tokens read again")
        let old = try await call(live, "/test.Test/Echo", token: "old-token")
        #expect(old == .unauthenticated)
        let new = try await call(live, "/test.Test/Echo", token: "new-token")
        #expect(new == .ok)
        try "fine\n\"not a token\"\n".write(toFile: path, atomically: true, encoding: .utf8)
        try await log.expect("line 2: not a token")
        let kept = try await call(live, "/test.Test/Echo", token: "new-token")
        #expect(kept == .ok)
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aPythonClientWithCertificateAndToken() async throws {
      let made = try await TestCertificates.standard()
      defer { made.remove() }
      try Self.token.write(toFile: made.path("tokens"), atomically: true, encoding: .utf8)
      let tokens = try BearerTokens(file: made.path("tokens"))
      let names = PeerNames(["spiffe://example/alice"])
      try await LiveServer.with(
        {
          $0.tls = RPCServerTLS(
            certificate: made.path("server.pem"), privateKey: made.path("server.key"),
            clientAuthorities: made.path("ca.pem"))
        }, authorizer: AllAuthorizers([names, tokens])
      ) { live in
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
          .appendingPathComponent("Foreign/grpcio_tls_client.py").path
        let output = try await ForeignProcess.run(
          ForeignProcess.python, [script, "\(live.port)", made.folder.path, Self.token])
        #expect(output.status == 0, "\(output.text)")
      }
    }

    @Test func namesDecide() {
      let names = PeerNames(["alice"])
      func decide(_ security: RPCPeer.Security?) -> RPCAuthorizationDecision {
        names.decide(
          RPCAuthorizationRequest(
            peer: RPCPeer(address: nil, security: security), path: "/a/B", metadata: [:]))
      }
      let alice = RPCPeerCertificate(subject: "CN=alice", commonName: "alice")
      #expect(decide(.init(certificate: alice)) == .allow)
      #expect(decide(nil) == .unauthenticated("client certificate missing"))
      // The common name counts only where there is no alternative name.
      let other = RPCPeerCertificate(subject: "CN=alice", commonName: "alice", dnsNames: ["bob"])
      #expect(
        decide(.init(certificate: other))
          == .permissionDenied("client certificate: name not allowed: CN=alice"))
    }
  }
}
