import NIOCore
import RPCTransport
import Testing

extension TransportTests {
  @Suite struct TLSTests {
    /// A server with the standard certificates; `mutual`: it asks for the client's.
    private func serve(
      with certificate: String = "server", mutual: Bool = false, log: LogRecorder? = nil,
      _ change: (inout RPCServerConfiguration) -> Void = { _ in },
      _ body: (LiveServer, TestCertificates) async throws -> Void
    ) async throws {
      let made = try await TestCertificates.standard()
      defer { made.remove() }
      try await LiveServer.with(
        {
          $0.tls = RPCServerTLS(
            certificate: made.path("\(certificate).pem"), privateKey: made.path("\(certificate).key"))
          if mutual { $0.tls?.clientAuthorities = made.path("ca.pem") }
          change(&$0)
        }, log: log
      ) { try await body($0, made) }
    }

    private func client(
      _ made: TestCertificates, as name: String? = nil, authority: String = "ca", serverName: String? = nil
    ) -> RPCClientConfiguration {
      var configuration = RPCClientConfiguration()
      configuration.tls = RPCClientTLS(
        authorities: made.path("\(authority).pem"), certificate: name.map { made.path("\($0).pem") },
        privateKey: name.map { made.path("\($0).key") }, serverName: serverName)
      return configuration
    }

    private func openssl(_ live: LiveServer, _ arguments: [String]) async throws -> String {
      try await ForeignProcess.run(
        "/usr/bin/timeout",
        ["10", "/usr/bin/openssl", "s_client", "-connect", "127.0.0.1:\(live.port)"] + arguments
      ).text
    }

    @Test(.timeLimit(.minutes(10)), arguments: [0, 5, 65_535, 4 << 20])
    func echoes(_ size: Int) async throws {
      try await serve { live, made in
        let client = try await live.client(client(made))
        let response = try await client.unary("/test.Test/Echo", ByteBuffer(repeating: 42, count: size))
        #expect(response.message == ByteBuffer(repeating: 42, count: size))
        #expect(
          try await client.unary("/test.Test/Who", ByteBuffer()).message == ByteBuffer(string: "nobody"))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aVerifiedPeerIsKnownByName() async throws {
      try await serve(mutual: true) { live, made in
        let client = try await live.client(client(made, as: "client"))
        let response = try await client.unary("/test.Test/Who", ByteBuffer())
        let expected = #"O=example,CN=alice ["spiffe://example/alice"] ["alice.example"]"#
        #expect(response.message == ByteBuffer(string: expected))
        await client.close()
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [nil, "stranger"])
    func aPeerWithoutTheRightCertificateIsRefused(_ name: String?) async throws {
      let log = LogRecorder()
      try await serve(mutual: true, log: log) { live, made in
        // In TLS 1.3 the client is told after its handshake.
        let failure = await #expect(throws: RPCStatus.self) {
          let client = try await live.client(client(made, as: name))
          _ = try await client.unary("/test.Test/Who", ByteBuffer())
        }
        #expect(failure?.code == .unavailable)
        try await log.expect("warning: connection refused: TLS handshake failed")
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [("other-ca", "alice.example"), ("ca", "elsewhere.example")])
    func ourClientVerifiesTheServer(_ authority: String, _ serverName: String) async throws {
      // A certificate without IP addresses: one that bears the address connected to is good under any name.
      try await serve(with: "client") { live, made in
        let good = try await live.client(client(made, serverName: "alice.example"))
        await good.close()
        let failure = await #expect(throws: RPCStatus.self) {
          try await live.client(client(made, authority: authority, serverName: serverName))
        }
        #expect(failure?.code == .unavailable)
        #expect(failure?.message.contains("TLS handshake failed") == true, "\(failure?.message ?? "")")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func withoutALPNThereIsNoConnection() async throws {
      let log = LogRecorder()
      try await serve(log: log) { live, made in
        let text = try await openssl(live, ["-alpn", "http/1.1"])
        #expect(text.contains("No ALPN negotiated"))
        try await log.expect("warning: connection refused: TLS without ALPN h2: agreed no protocol")
        let agreed = try await openssl(live, ["-alpn", "h2", "-CAfile", made.path("ca.pem")])
        #expect(agreed.contains("ALPN protocol: h2") && agreed.contains("Verify return code: 0 (ok)"))
      }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)])
    func speaksTLS12AndLater(_ version: String, _ isSpoken: Bool) async throws {
      try await serve { live, _ in
        let text = try await openssl(live, ["-alpn", "h2", version, "-cipher", "DEFAULT@SECLEVEL=0"])
        #expect(text.contains("ALPN protocol: h2") == isSpoken, "\(text)")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func plaintextOnTheTLSPortIsNamed() async throws {
      let log = LogRecorder()
      try await serve(log: log) { live, _ in
        let failure = await #expect(throws: RPCStatus.self) {
          try await live.client().unary("/test.Test/Echo", ByteBuffer())
        }
        #expect(failure?.code == .unavailable)
        try await log.expect("warning: connection refused: plaintext HTTP/2 on the TLS port")
        try await Task.sleep(for: .seconds(1))
        let output = try await ForeignProcess.run("/usr/bin/curl", ["-s", "http://127.0.0.1:\(live.port)/"])
        #expect(output.text == "This port speaks TLS with ALPN h2.\n")
        try await log.expect("warning: connection refused: plaintext HTTP/1.1 on the TLS port")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func tlsOnThePlaintextPortIsNamed() async throws {
      let log = LogRecorder()
      try await LiveServer.with(log: log) { live in
        _ = try await openssl(live, ["-alpn", "h2"])
        try await log.expect("warning: connection refused: TLS on the plaintext port")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func curlFindsPagesOverTLS() async throws {
      try await serve { live, made in
        let output = try await ForeignProcess.run(
          "/usr/bin/curl",
          ["-s", "--http2", "--cacert", made.path("ca.pem"), "https://localhost:\(live.port)/page?a=1"])
        #expect(output.text == "a=1")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func aSilentHandshakeEnds() async throws {
      let log = LogRecorder()
      try await serve(log: log, { $0.timeouts.handshake = .milliseconds(200) }) { live, _ in
        let socket = try RawSocket(port: live.port)
        #expect(socket.receiveAll() == [])
        try await log.expect("TLS handshake: max 0.2 s, got more")
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func newFilesServeAndBadOnesDoNot() async throws {
      let log = LogRecorder()
      try await serve(log: log) { live, made in
        func subject() async throws -> String {
          let text = try await openssl(live, ["-alpn", "h2"])
          return text.split(separator: "\n").first { $0.hasPrefix("subject=") }.map(String.init) ?? text
        }
        let old = try await live.client(client(made))
        let first = try await subject()
        #expect(first == "subject=CN = rankd")
        try await made.server("next", subject: "/CN=next")
        // A key that does not belong to the certificate.
        try made.replace("server.key", by: "client.key")
        try await log.expect("error: certificates refused, the old ones stay in force: ")
        let kept = try await subject()
        #expect(kept == "subject=CN = rankd")
        try made.replace("server.pem", by: "next.pem")
        try made.replace("server.key", by: "next.key")
        try await log.expect("info: certificates read again")
        let next = try await subject()
        #expect(next == "subject=CN = next")
        _ = try await old.unary("/test.Test/Echo", ByteBuffer(string: "still here"))
        await old.close()
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func otherClientAuthoritiesCountOnceTheirFileHasChanged() async throws {
      let log = LogRecorder()
      try await serve(mutual: true, log: log) { live, made in
        func isServed(_ name: String) async throws -> Bool {
          do {
            let client = try await live.client(client(made, as: name, authority: "server-ca"))
            _ = try await client.unary("/test.Test/Who", ByteBuffer())
            await client.close()
            return true
          } catch let status as RPCStatus {
            #expect(status.code == .unavailable)
            return false
          }
        }
        // The authority of the server's own certificate stays what it is.
        try made.replace("server-ca.pem", by: "ca.pem")
        let before = (try await isServed("client"), try await isServed("stranger"))
        #expect(before == (true, false))
        try made.replace("ca.pem", by: "other-ca.pem")
        try await log.expect("info: certificates read again")
        let after = (try await isServed("client"), try await isServed("stranger"))
        #expect(after == (false, true))
      }
    }

    @Test(.timeLimit(.minutes(10)))
    func anIPv6AddressIsVerified() async throws {
      try await serve({ $0.address = .tcp(host: "::1", port: 0) }) { live, made in
        let client = try await live.client(client(made))
        _ = try await client.unary("/test.Test/Echo", ByteBuffer(string: "hello"))
        await client.close()
      }
    }

    @Test(
      .timeLimit(.minutes(10)),
      arguments: [
        ("none.pem", "server.key", "none.pem: cannot open"),
        ("server.pem", "none.key", "none.key: cannot open"),
        ("server.key", "server.key", "server.key: no certificate in PEM form"),
        ("server.pem", "server.pem", "server.pem: no private key in PEM form"),
        ("server.pem", "client.key", "server.pem: certificate and private key do not fit"),
      ])
    func badFilesAreNamedAtStart(_ certificate: String, _ key: String, _ expected: String) async throws {
      let made = try await TestCertificates.standard()
      defer { made.remove() }
      let failure = await #expect(throws: RPCFileError.self) {
        try await LiveServer.with({
          $0.tls = RPCServerTLS(certificate: made.path(certificate), privateKey: made.path(key))
        }) { _ in }
      }
      #expect(failure?.description.contains(expected) == true, "\(failure?.description ?? "none")")
    }
  }
}
