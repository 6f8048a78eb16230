import Foundation
import RankingCore
import Testing

/// Promotion and rollback: verified, atomic, logged.
@Suite struct PromotionTests {
  @Test func promotionsAreLoggedAndRolledBackInOrder() throws {
    let folder = try BundleFolder("order")
    defer { folder.remove() }
    let third = try folder.version { $0.scale *= 2 }
    let promotion = BundlePromotion(parent: folder.path)
    #expect(throws: BundleError.self) { try promotion.rollback() }
    for version in [folder.first, folder.second, third] {
      #expect(try promotion.promote(version, reason: "nightly").to == version)
    }
    #expect(try promotion.rollback(reason: "alert").to == folder.second)
    #expect(try promotion.rollback().to == folder.first)
    #expect(throws: BundleError.self) { try promotion.rollback() }
    #expect(CurrentBundle.version(in: folder.path) == folder.first)
    try promotion.promote(third)
    #expect(try promotion.rollback().to == folder.first)
    let log = try PromotionLog.read(in: folder.path)
    #expect(log.map(\.state) == (0..<7).flatMap { _ in [Promotion.State.begun, .done] })
    #expect(
      log.filter { $0.state == .done }.map(\.action.rawValue).joined(separator: " ")
        == "promote promote promote rollback rollback promote rollback")
    #expect(log[0].from == nil && log[2].from == folder.first && log[6].reason == "alert")
    #expect(log.allSatisfy { $0.who.contains("@") && $0.time.hasSuffix("Z") })
    #expect(PromotionLog.broken(in: folder.path).isEmpty)
  }

  @Test func whatDoesNotLoadIsNotPromoted() throws {
    let folder = try BundleFolder("refused")
    defer { folder.remove() }
    let promotion = BundlePromotion(parent: folder.path)
    try promotion.promote(folder.first)
    let tensors = URL(fileURLWithPath: "\(folder.path)/\(folder.second)/tensors.safetensors")
    var bytes = try Data(contentsOf: tensors)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: tensors)
    for name in [folder.second, "nothing", "../\(folder.first)", ".", ""] {
      #expect(throws: BundleError.self) { try promotion.promote(name) }
    }
    #expect(CurrentBundle.version(in: folder.path) == folder.first)
    #expect(try PromotionLog.read(in: folder.path).count == 2)
  }

  @Test func aLinkOfItsOwnIsTheCanarys() throws {
    let folder = try BundleFolder("canary")
    defer { folder.remove() }
    let (current, candidate) = (
      BundlePromotion(parent: folder.path), BundlePromotion(parent: folder.path, link: "candidate")
    )
    try current.promote(folder.first)
    try candidate.promote(folder.second)
    #expect(CurrentBundle.version(in: folder.path) == folder.first)
    #expect(try current.promote("candidate").to == folder.second)
    #expect(try current.rollback().to == folder.first)
    #expect(CurrentBundle.target(of: "\(folder.path)/candidate") == folder.second)
  }

  /// A crash before the link changed, one after it, and a line cut short.
  @Test func aCrashLeavesATrace() throws {
    let folder = try BundleFolder("crash")
    defer { folder.remove() }
    let promotion = BundlePromotion(parent: folder.path)
    try promotion.promote(folder.first)
    try promotion.promote(folder.second)
    let path = URL(fileURLWithPath: "\(folder.path)/\(PromotionLog.fileName)")
    var bytes = try Data(contentsOf: path)
    bytes.removeLast(40)
    try bytes.write(to: path)
    #expect(try promotion.rollback().to == folder.first)
    #expect(try PromotionLog.read(in: folder.path).count == 5)
    #expect(PromotionLog.broken(in: folder.path) == [4])
    #expect(try Data(contentsOf: path).starts(with: bytes))
  }

  @Test func aChangedLineIsFound() async throws {
    let folder = try BundleFolder("changed")
    defer { folder.remove() }
    let promotion = BundlePromotion(parent: folder.path)
    try promotion.promote(folder.first)
    try promotion.promote(folder.second)
    let path = "\(folder.path)/\(PromotionLog.fileName)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacingOccurrences(
      of: "\"state\":\"begun\",\"time\":\"2", with: "\"state\":\"begun\",\"time\":\"1"
    )
    .write(toFile: path, atomically: true, encoding: .utf8)
    #expect(PromotionLog.broken(in: folder.path) == [2, 4])
    let told = try await folder.rankctl(["promotions"])
    #expect(told.status != 0 && told.text.contains("lines [2, 4]"), "\(told.text)")
  }

  /// Sixteen at once: every one is in the log, one after the other, and the link is one of theirs.
  @Test func promotionsExcludeEachOther() async throws {
    let folder = try BundleFolder("race")
    defer { folder.remove() }
    let (path, versions) = (folder.path, [folder.first, folder.second])
    await withThrowingTaskGroup(of: Void.self) { tasks in
      for turn in 0..<16 {
        tasks.addTask { try BundlePromotion(parent: path).promote(versions[turn % 2]) }
      }
    }
    let done = try PromotionLog.read(in: path).filter { $0.state == .done }
    #expect(PromotionLog.broken(in: path).isEmpty)
    #expect(zip(done, done.dropFirst()).allSatisfy { $0.to == $1.from })
    #expect(done.last?.to == CurrentBundle.version(in: path))
  }

  @Test func commandsPromoteAndRollBack() async throws {
    let folder = try BundleFolder("commands")
    defer { folder.remove() }
    #expect(try await folder.rankctl(["promote", folder.first]).status == 0)
    #expect(try await folder.rankctl(["promote", folder.second, "--reason", "better"]).status == 0)
    let back = try await folder.rankctl(["rollback"])
    #expect(back.text == "current: \(folder.second) → \(folder.first)\n")
    let told = try await folder.rankctl(["promotions"])
    #expect(told.status == 0 && told.text.split(separator: "\n").count == 3, "\(told.text)")
    #expect(told.text.contains("(better)"))
    #expect(try await folder.rankctl(["promote", "nothing"]).status != 0)
  }

  /// As on a full disk, the write fails half-way: nothing of the new bundle is left, the old one verifies.
  @Test func aFailedWriteLeavesNothing() async throws {
    let folder = try BundleFolder("full")
    defer { folder.remove() }
    let bundle = "\(folder.path)/\(folder.first)"
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let rankctl = SampleBundle.products.appendingPathComponent("rankctl").path
    let output = try await ForeignProcess.run(
      "/bin/bash",
      [
        "-c",
        "trap '' XFSZ; ulimit -f 16; exec \(rankctl) import-ranker \(bundle)/ranker.json --bundle \(bundle)",
      ])
    #expect(output.status != 0 && output.text.contains("File too large"), "\(output.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == before)
    _ = try ModelSnapshot.load(bundle: bundle)
  }

  /// A nightly training on the same data writes the bundle that serves: nobody may find it gone, not for a moment.
  @Test func theSameBundleIsNotWrittenAgain() throws {
    let folder = try BundleFolder("again")
    defer { folder.remove() }
    let version = try folder.version { $0.scale *= 2 }
    let before = try Self.inode("\(folder.path)/\(version)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(try folder.version { $0.scale *= 2 } == version)
    #expect(try Self.inode("\(folder.path)/\(version)") == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
  }

  @Test(arguments: ["ranker.json", "manifest.json", "manifest.sha256", "tensors.safetensors"])
  func aDamagedOneIsWrittenAgain(_ file: String) throws {
    let folder = try BundleFolder("repaired-\(file)")
    defer { folder.remove() }
    let version = try folder.version { $0.scale *= 2 }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    try Data("damaged".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(version)/\(file)"))
    #expect(throws: BundleError.self) { try ModelSnapshot.load(bundle: "\(folder.path)/\(version)") }
    #expect(try folder.version { $0.scale *= 2 } == version)
    #expect(try ModelSnapshot.load(bundle: "\(folder.path)/\(version)").version == version)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
  }

  private static func inode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
  }
}
