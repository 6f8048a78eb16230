import Foundation
import RPCTransport
import RankingCore
import RankingWire
import Testing

@Suite struct LifeTests {
  @Test(.timeLimit(.minutes(10)))
  func callsUnderWayEndWellWhenToldToStop() async throws {
    let live = try LiveRankd("drain", bundle: SampleBundle.first.get(), ["--threads", "2"])
    try await live.ready()
    let client = try await live.client()
    let answered = Counter()
    let ends = await withTaskGroup(of: RPCStatus.self) { tasks in
      for caller in 1...16 {
        tasks.addTask {
          while true {
            let status = await client.status(of: .init(user: .id(Int64(caller)), topK: 10))
            guard status.isOK else { return status }
            answered.add()
          }
        }
      }
      while answered.value < 100 { await Task.yield() }
      live.terminate()
      return await tasks.reduce(into: [RPCStatus]()) { $0.append($1) }
    }
    #expect(await live.exitStatus() == 0, "\(live.log)")
    // Each caller's last call was refused before it was sent or by the server; none was lost under way.
    #expect(ends.allSatisfy { $0.code == .unavailable && $0.message != "connection closed" }, "\(ends)")
    #expect(live.log.contains("draining") && live.log.contains("stopped"))
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: ["manifest.json", "manifest.sha256", "catalogue.json", "tensors.safetensors", "ranker.json"])
  func aDamagedBundleIsRefused(_ file: String) async throws {
    for (damage, change) in Self.damages {
      let bundle = try SampleBundle.copy("\(damage)-\(file)")
      try change("\(bundle)/\(file)")
      let live = try LiveRankd("refused-\(damage)-\(file)", bundle: bundle)
      #expect(await live.exitStatus() == 1, "\(damage) \(file)")
      #expect(live.log.split(separator: "\n").count == 1, "\(live.log)")
      #expect(live.log.contains("cannot serve: bundle ") && live.log.contains(file.prefix(8)), "\(live.log)")
    }
  }

  private static let damages: [(String, @Sendable (String) throws -> Void)] = [
    ("flipped", { path in try alter(path) { $0[$0.count / 2] ^= 1 } }),
    ("truncated", { path in try alter(path) { $0.removeLast() } }),
    ("missing", { path in try FileManager.default.removeItem(atPath: path) }),
  ]

  private static func alter(_ path: String, _ change: (inout Data) -> Void) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    change(&data)
    try data.write(to: URL(fileURLWithPath: path))
  }

  @Test(.timeLimit(.minutes(10)))
  func aChangedLinkIsFollowedAndABadOneIsNot() async throws {
    let parent = try SampleBundle.folder("swap")
    let bundles = try [SampleBundle.first.get(), SampleBundle.second.get()].map { URL(fileURLWithPath: $0) }
    for bundle in bundles {
      try FileManager.default.copyItem(atPath: bundle.path, toPath: "\(parent)/\(bundle.lastPathComponent)")
    }
    try CurrentBundle.set(bundles[0].lastPathComponent, in: parent)
    try await LiveRankd.with("swap", bundle: "\(parent)/current", ["--threads", "2"]) { live in
      let client = try await live.client()
      #expect(try await client.version() == bundles[0].lastPathComponent)
      try CurrentBundle.set(bundles[1].lastPathComponent, in: parent)
      while try await client.version() != bundles[1].lastPathComponent {}
      try CurrentBundle.set("nothing", in: parent)
      while !live.log.contains("bundle refused") { _ = try await client.version() }
      #expect(try await client.version() == bundles[1].lastPathComponent)
      await client.close()
      let metrics = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      #expect(metrics.contains("\nrankd_bundle_swaps_total 1\n"), "\(metrics)")
      #expect(metrics.contains("\nrankd_bundle_failures_total 1\n"), "\(metrics)")
    }
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      (["--threads", "0"], "threads is 0, must be from 1 to 1024"),
      (["--port", "70000"], "port is 70000, must be from 0 to 65535"),
      (["--max-top-k", "0"], "max-top-k is 0"),
    ])
  func aBadSettingIsNamed(_ arguments: [String], _ problem: String) async throws {
    let live = try LiveRankd("setting\(arguments[0])", bundle: SampleBundle.first.get(), arguments)
    #expect(await live.exitStatus() == 1)
    #expect(live.log.contains(problem), "\(live.log)")
  }
}

extension RPCClient {
  fileprivate func version() async throws -> String {
    try await recommend(.init(user: .id(1), topK: 1)).modelVersion
  }

  /// How a call of Recommend ended.
  fileprivate func status(of request: RecommendRequestMessage) async -> RPCStatus {
    do {
      _ = try await recommend(request)
      return .ok
    } catch let status as RPCStatus {
      return status
    } catch {
      return RPCStatus(.unknown, "\(error)")
    }
  }
}
