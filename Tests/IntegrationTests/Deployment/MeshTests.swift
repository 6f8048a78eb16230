import Foundation
import NIOCore
import RPCTransport
import RankingCore
import RankingWire
import Testing

/// rankd behind the Envoys that `Deployment/sidecar` configures.
@Suite(.serialized) struct MeshTests {
  private static let upstream = "address: 127.0.0.1, port_value: 8000"
  private static let mesh = "address: rankd, port_value: 8443"

  private static func address(_ port: Int) -> String { "address: 127.0.0.1, port_value: \(port)" }

  private func server(_ name: String, _ live: LiveRankd, _ files: MeshFiles) throws -> Sidecar {
    try Sidecar(
      "\(name)-server", "server.yaml", replacing: Self.upstream, by: [Self.address(live.port)], files: files,
      identity: "rankd")
  }

  private func caller(
    _ name: String, _ ports: [Int], _ files: MeshFiles, changing: (String) -> String = { $0 }
  ) throws -> Sidecar {
    try Sidecar(
      "\(name)-client", "client.yaml", replacing: Self.mesh, by: ports.map(Self.address), files: files,
      identity: "storefront", changing: changing)
  }

  @Test(.timeLimit(.minutes(10)))
  func callsPassTwoProxiesWithMutualTLS() async throws {
    let files = try await MeshFiles("two-proxies")
    defer { files.remove() }
    try await LiveRankd.with("mesh") { live in
      let inbound = try server("mesh", live, files)
      let outbound = try caller("mesh", [inbound.port], files)
      defer {
        outbound.stop()
        inbound.stop()
      }
      try await outbound.ready(healthy: 1)
      let page = "/recommend?user_id=1&top_k=5"
      let direct = try await ForeignProcess.curl(
        "http://127.0.0.1:\(live.port)\(page)", ["--http2-prior-knowledge"])
      #expect(direct.hasSuffix(" 200"), "\(direct)")
      #expect(try await ForeignProcess.curl("http://127.0.0.1:\(outbound.port)\(page)") == direct)
      let output = try await ForeignProcess.run(
        ForeignProcess.python,
        [
          ForeignProcess.inPackage("Clients/python/recommend.py"), "--target", "127.0.0.1:\(outbound.port)",
          "--user", "1", "--top-k", "5",
        ])
      #expect(output.status == 0 && output.text.contains("success, served by personal"), "\(output.text)")
      #expect(try await outbound.counts("cluster.rankd.ssl.handshake"))
      #expect(try await inbound.statistic("cluster.rankd.upstream_rq_active") == 0)
      let counter = "cluster.rankd.grpc.ranking.v1.RankingService.Recommend.success"
      #expect(try await outbound.statistic(counter) == 1)
      #expect(try await inbound.statistic(counter) == 1)
      #expect(try await outbound.counts("cluster.rankd.health_check.success"))
      // Without a certificate of the mesh, or with a name that is not rankd's, nobody gets through.
      let refused = try await ForeignProcess.curl("https://127.0.0.1:\(inbound.port)\(page)", ["-k"])
      #expect(refused.hasSuffix(" 000"), "\(refused)")
      let listener = "listener.127.0.0.1_\(inbound.port).ssl"
      #expect(try await inbound.counts("\(listener).fail_verify_no_cert"))
      // Of two names with certificates of the mesh one may call.
      for (name, ending) in [("bob", " 000"), ("storefront", " 200")] {
        let answer = try await ForeignProcess.curl(
          "https://127.0.0.1:\(inbound.port)\(page)",
          ["-k", "--cert", files.path("\(name).pem"), "--key", files.path("\(name).key")])
        #expect(answer.hasSuffix(ending), "\(name): \(answer)")
      }
      #expect(try await inbound.counts("\(listener).fail_verify_san"))
      let statistics = "http://127.0.0.1:\(inbound.statisticsPort)"
      #expect(try await ForeignProcess.curl("\(statistics)/ready") == "LIVE\n 200")
    }
  }

  /// The listener for Prometheus shows the proxy's metrics and nothing else of its admin port, which can end it.
  @Test(.timeLimit(.minutes(10)))
  func statisticsAreShownAndNothingElse() async throws {
    let files = try await MeshFiles("statistics")
    defer { files.remove() }
    try await LiveRankd.with("statistics") { live in
      let inbound = try server("statistics", live, files)
      let outbound = try caller("statistics", [inbound.port], files)
      defer {
        outbound.stop()
        inbound.stop()
      }
      try await outbound.ready(healthy: 1)
      let client = try await outbound.client()
      for user in 1...3 { _ = try await client.recommend(.init(user: .id(Int64(user)), topK: 3)) }
      await client.close()
      let url = "http://127.0.0.1:\(inbound.statisticsPort)"
      let page = try await ForeignProcess.curl("\(url)/stats/prometheus")
      #expect(page.hasSuffix(" 200"))
      for name in ["membership_healthy", "upstream_rq_total"] {
        #expect(page.contains("\nenvoy_cluster_\(name){envoy_cluster_name=\"rankd\"} "), "\(name)")
      }
      for path in ["/", "/stats", "/config_dump", "/certs", "/quitquitquit", "/stats/prometheus/"] {
        #expect(try await ForeignProcess.curl("\(url)\(path)").hasSuffix(" 404"), "\(path)")
        #expect(try await ForeignProcess.curl("\(url)\(path)", ["-X", "POST"]).hasSuffix(" 404"), "\(path)")
      }
      #expect(try await ForeignProcess.curl("\(url)/stats/prometheus", ["-X", "POST"]).hasSuffix(" 404"))
      #expect(try await inbound.statistic("server.live") == 1)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func anotherNameIsNotRankd() async throws {
    let files = try await MeshFiles("another-name")
    defer { files.remove() }
    try await LiveRankd.with("name") { live in
      let impostor = try Sidecar(
        "impostor", "server.yaml", replacing: Self.upstream, by: [Self.address(live.port)], files: files,
        identity: "bob")
      let outbound = try caller("impostor", [impostor.port], files)
      defer {
        outbound.stop()
        impostor.stop()
      }
      try await outbound.ready(healthy: 0)
      let answer = try await ForeignProcess.curl("http://127.0.0.1:\(outbound.port)/recommend?user_id=1")
      #expect(answer.hasSuffix(" 503"), "\(answer)")
      #expect(try await outbound.counts("cluster.rankd.ssl.fail_verify_san"))
      // The name is put right without a restart.
      try impostor.renew(files, "rankd")
      try await outbound.ready(healthy: 1)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func callsRefusedByOnePodAreRetriedAndThePodIsEjected() async throws {
    let files = try await MeshFiles("retries")
    defer { files.remove() }
    try await LiveRankd.with("retries") { live in
      let inbound = try server("retries", live, files)
      let pod = try UnavailablePod(files)
      // Longer than the test: the pod stays away.
      let outbound = try caller("retries", [inbound.port, pod.port], files) {
        $0.replacingOccurrences(of: "base_ejection_time: 5s", with: "base_ejection_time: 600s")
      }
      defer {
        outbound.stop()
        inbound.stop()
      }
      try await outbound.ready(healthy: 2)
      let client = try await outbound.client()
      // More at a time than Envoy's default of 3 retries would let through.
      for _ in 0..<4 {
        try await withThrowingTaskGroup(of: Int.self) { calls in
          for user in 1...16 {
            calls.addTask { try await client.recommend(.init(user: .id(Int64(user)), topK: 3)).items.count }
          }
          for try await count in calls { #expect(count == 3) }
        }
      }
      #expect(try await outbound.counts("cluster.rankd.upstream_rq_retry_success", atLeast: 4))
      #expect(try await outbound.statistic("cluster.rankd.upstream_rq_retry_overflow") == 0)
      #expect(
        try await outbound.counts("cluster.rankd.outlier_detection.ejections_enforced_total"))
      try await outbound.ready(healthy: 1)
      await client.close()
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func deadlinesGoOnToThePodAndEndCallsInTheProxy() async throws {
    let files = try await MeshFiles("deadlines")
    defer { files.remove() }
    let pod = try UnavailablePod(files)
    let told = try caller("deadline-told", [pod.port], files)
    defer { told.stop() }
    try await told.ready(healthy: 1)
    let client = try await told.client()
    let status = await #expect(throws: RPCStatus.self) {
      _ = try await client.recommend(.init(user: .id(1), topK: 3))
    }
    let remaining = status?.message.split(separator: " ").last.flatMap { Double($0) } ?? 0
    #expect(remaining > 0 && remaining <= 60, "\(String(describing: status))")
    await client.close()
    try await LiveRankd.with("deadline") { live in
      let inbound = try server("deadline", live, files)
      let outbound = try caller("deadline", [inbound.port], files)
      defer {
        outbound.stop()
        inbound.stop()
      }
      try await outbound.ready(healthy: 1)
      live.pause()
      let start = ContinuousClock.now
      let answer = try await call(outbound, deadline: "300m")
      #expect(ContinuousClock.now - start < .seconds(60))
      live.resume()
      #expect(answer.contains("grpc-status: 4"), "\(answer)")
    }
  }

  /// A call by curl, which knows nothing of deadlines itself; prints headers and trailers.
  private func call(_ proxy: Sidecar, deadline: String) async throws -> String {
    let request = RecommendRequestMessage(user: .id(1), topK: 3).encoded()
    let path = try SampleBundle.folder("deadline-body") + "/request"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data([0, 0, 0, 0, UInt8(request.count)] + request).write(to: URL(fileURLWithPath: path))
    return try await ForeignProcess.curl(
      "http://127.0.0.1:\(proxy.port)/ranking.v1.RankingService/Recommend",
      [
        "--http2-prior-knowledge", "-D", "-", "-o", "/dev/null", "-H", "content-type: application/grpc",
        "-H", "te: trailers", "-H", "grpc-timeout: \(deadline)", "--data-binary", "@\(path)",
      ])
  }

  @Test(.timeLimit(.minutes(10)))
  func JSONIsTranscoded() async throws {
    try await LiveRankd.with("transcoder") { live in
      let descriptors = try SampleBundle.folder("descriptors") + "/ranking.pb"
      let made = try await ForeignProcess.run(
        ForeignProcess.inPackage("Protos/descriptors"), [descriptors])
      try #require(made.status == 0, "\(made.text)")
      let proxy = try Sidecar(
        "transcoder", "transcoder.yaml", replacing: "address: rankd, port_value: 8000",
        by: [Self.address(live.port)], descriptors: descriptors)
      defer { proxy.stop() }
      try await proxy.ready(healthy: 1)
      let url = "http://127.0.0.1:\(proxy.port)"
      let answer = try await ForeignProcess.curl(
        "\(url)/ranking.v1.RankingService/Recommend",
        ["-H", "content-type: application/json", "-d", #"{"user_id": 1, "top_k": 2}"#])
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(answer.dropLast(4).utf8)) as? [String: Any], "\(answer)")
      // proto3's JSON writes 64-bit integers as strings.
      #expect((object["recommendations"] as? [String])?.count == 2 && answer.hasSuffix(" 200"), "\(answer)")
      let bad = try await ForeignProcess.curl(
        "\(url)/ranking.v1.RankingService/Recommend",
        ["-H", "content-type: application/json", "-d", #"{"top_k": -1}"#])
      #expect(bad.hasSuffix(" 400"), "\(bad)")
      let page = try await ForeignProcess.curl("\(url)/recommend?user_id=1&top_k=2")
      #expect(page.contains(#""recommendations":["#) && page.hasSuffix(" 200"), "\(page)")
    }
  }
}
