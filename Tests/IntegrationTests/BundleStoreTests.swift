import Foundation
import RPCTransport
import RankingCore
import RankingWire
import Testing

/// What rankd tells of the folder its bundles come from, and of a link that names what does not serve.
struct BundleStoreTests {
  private static func wait(for lines: [String], _ live: LiveRankd) async throws {
    while true {
      let page = try await ForeignProcess.curl("http://127.0.0.1:\(live.adminPort)/metrics")
      if lines.allSatisfy({ page.contains("\n\($0)\n") }) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func healthy(_ value: Int) -> String { "rankd_store_healthy{store=\"bundles\"} \(value)" }
  private static func unserved(_ value: Int) -> String { "rankd_bundle_link_unserved \(value)" }

  @Test(.timeLimit(.minutes(10)))
  func aLinkIsToldOfAsLongAsItIsBad() async throws {
    let folder = try BundleFolder("store-link")
    defer { folder.remove() }
    try CurrentBundle.set(folder.first, in: folder.path)
    let link = "\(folder.path)/current"
    try await LiveRankd.with("store-link", bundle: link, ["--bundle-poll", "20ms"]) { live in
      try await Self.wait(for: [Self.healthy(1), Self.unserved(0)], live)
      try CurrentBundle.set("nothing", in: folder.path)
      try await Self.wait(
        for: [Self.healthy(1), Self.unserved(1), "rankd_bundle_failures_total 1"], live)
      // The refusal is over, the link is as bad as before.
      try await Task.sleep(for: .milliseconds(200))
      try await Self.wait(for: [Self.unserved(1)], live)
      try CurrentBundle.set(folder.first, in: folder.path)
      try await Self.wait(for: [Self.unserved(0), "rankd_bundle_swaps_total 0"], live)
      try FileManager.default.removeItem(atPath: link)
      try await Self.wait(for: [Self.healthy(0)], live)
      try CurrentBundle.set(folder.second, in: folder.path)
      try await Self.wait(for: [Self.healthy(1), Self.unserved(0), "rankd_bundle_swaps_total 1"], live)
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func aFolderThatIsGoneIsToldOf() async throws {
    let bundle = try SampleBundle.copy("store-folder")
    try await LiveRankd.with("store-folder", bundle: bundle, ["--bundle-poll", "20ms"]) { live in
      try await Self.wait(for: [Self.healthy(1), Self.unserved(0)], live)
      try FileManager.default.moveItem(atPath: bundle, toPath: "\(bundle)-away")
      try await Self.wait(for: [Self.healthy(0), Self.unserved(0)], live)
      let client = try await live.client()
      #expect(try await client.recommend(.init(user: .id(1), topK: 3)).items.count == 3)
      await client.close()
      try FileManager.default.moveItem(atPath: "\(bundle)-away", toPath: bundle)
      try await Self.wait(for: [Self.healthy(1)], live)
    }
  }

  /// What was missing for a moment is tried again, though the link has not changed.
  @Test(.timeLimit(.minutes(10)))
  func whatCouldNotBeReadIsTriedAgain() async throws {
    let folder = try BundleFolder("store-again")
    defer { folder.remove() }
    try CurrentBundle.set(folder.first, in: folder.path)
    let ranker = "\(folder.path)/\(folder.second)/ranker.json"
    try FileManager.default.moveItem(atPath: ranker, toPath: "\(folder.path)/away")
    try await LiveRankd.with("store-again", bundle: "\(folder.path)/current", ["--bundle-poll", "20ms"]) {
      live in
      try CurrentBundle.set(folder.second, in: folder.path)
      try await Self.wait(for: [Self.unserved(1), "rankd_bundle_failures_total 1"], live)
      try FileManager.default.moveItem(atPath: "\(folder.path)/away", toPath: ranker)
      try await Self.wait(
        for: [Self.unserved(0), "rankd_bundle_swaps_total 1", "rankd_bundle_failures_total 1"], live)
    }
  }
}
