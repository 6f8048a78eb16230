import Foundation
import RankingCore
import Testing

/// The scripts of the nightly pipeline that no other test runs: publish, images, promote and ask.
struct PipelineTests {
  private let folder: BundleFolder
  private let home: String

  init() throws {
    folder = try BundleFolder("pipeline-\(UUID().uuidString)")
    home = try folder.home()
  }

  private func script(_ name: String, _ environment: [String], _ arguments: [String] = []) async throws
    -> ForeignProcess.Output
  {
    try await ForeignProcess.run(
      "/usr/bin/env",
      ["RANKD_HOME=\(home)", "RANKD_BIN=\(SampleBundle.products.path)"] + environment
        + [ForeignProcess.inPackage(".ci/\(name)")] + arguments)
  }

  private func log() throws -> [String] {
    try PromotionLog.read(in: folder.path).filter { $0.link == "current" && $0.state == .done }
      .map(\.action.rawValue)
  }

  @Test(.timeLimit(.minutes(10)))
  func theArchiveHoldsTheBundleAndIsTheSameAgain() async throws {
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    var archives: [Data] = []
    for _ in 0..<2 {
      let output = try await script("publish", [])
      try #require(output.status == 0, "\(output.text)")
      archives.append(
        try Data(contentsOf: URL(fileURLWithPath: "\(home)/publish/\(folder.second).tar.gz")))
    }
    #expect(archives[0] == archives[1])
    let check = try await ForeignProcess.run(
      "/bin/sh",
      [
        "-c", "cd \"$0/publish\" && sha256sum -c --quiet *.sha256 && mkdir out && tar -C out -xzf *.tar.gz",
        home,
      ])
    #expect(check.status == 0, "\(check.text)")
    let published = "\(home)/publish/out/\(folder.second)"
    #expect(try ModelSnapshot.load(bundle: published).version == folder.second)
    #expect(FileManager.default.fileExists(atPath: "\(home)/publish/context/Dockerfile"))
  }

  @Test(.timeLimit(.minutes(10)))
  func aDamagedBundleIsNotPublished() async throws {
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/\(folder.second)/ranker.json"))
    #expect(try await script("publish", []).status != 0)
    #expect(!FileManager.default.fileExists(atPath: "\(home)/publish"))
  }

  /// A docker that only says what it is asked.
  @Test(.timeLimit(.minutes(10)))
  func namesOfImagesHaveNoCapitals() async throws {
    defer { folder.remove() }
    let bin = "\(folder.path)/bin"
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    try "#!/bin/sh\necho docker \"$@\"\n".write(toFile: "\(bin)/docker", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(bin)/docker")
    try FileManager.default.createDirectory(atPath: "\(home)/publish", withIntermediateDirectories: true)
    try "v-1\n".write(toFile: "\(home)/publish/version", atomically: true, encoding: .utf8)
    let path = "PATH=\(bin):/usr/local/bin:/usr/bin:/bin"
    let output = try await script("images", [path, "REGISTRY=ghcr.io/Owner/Repo", "REVISION=abc", "PUSH=1"])
    #expect(output.status == 0, "\(output.text)")
    for line in ["docker push ghcr.io/owner/repo/bundle:v-1", "docker push ghcr.io/owner/repo/rankd:abc"] {
      #expect(output.out.contains("\(line)\n"), "\(output.text)")
    }
    #expect(!output.out.contains("Owner") && output.out.contains("VERSION=v-1 --tag"))
  }

  @Test(.timeLimit(.minutes(10)))
  func whatDoesNotAnswerAfterItsPromotionIsRolledBack() async throws {
    defer { folder.remove() }
    try BundlePromotion(parent: folder.path).promote(folder.first)
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    let failed = try await script("promote", ["RANKD_ASK=false"])
    #expect(failed.status == 1, "\(failed.text)")
    #expect(CurrentBundle.version(in: folder.path) == folder.first)
    #expect(try log() == ["promote", "promote", "rollback"])
    #expect(try await script("promote", ["RANKD_ASK=true"]).status == 0)
    #expect(CurrentBundle.version(in: folder.path) == folder.second)
  }

  /// On data that has not changed the candidate is what serves: there is nothing to undo, least of all by going to an
  /// older bundle.
  @Test(.timeLimit(.minutes(10)))
  func aPromotionThatChangedNothingIsNotRolledBack() async throws {
    defer { folder.remove() }
    for version in [folder.first, folder.second] { try BundlePromotion(parent: folder.path).promote(version) }
    try BundlePromotion(parent: folder.path, link: "candidate").promote(folder.second)
    let output = try await script("promote", ["RANKD_ASK=false"])
    #expect(output.status == 1 && output.errors.contains("nothing to roll back"), "\(output.text)")
    #expect(CurrentBundle.version(in: folder.path) == folder.second)
    #expect(try log() == ["promote", "promote"])
  }

  /// Instructions are counted on every machine and held to where somebody has measured.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("5", "x86_64", "ok", false), ("11", "x86_64", "OVER", true),
      ("11", "aarch64", "told, not held", false),
      ("11", "riscv64", "told, not held", false),
    ])
  func budgetsKnowTheArchitecture(_ value: String, _ machine: String, _ words: String, _ isBroken: Bool)
    async throws
  {
    defer { folder.remove() }
    let program = """
      import importlib.machinery, importlib.util, sys
      sys.path.insert(0, sys.argv[1])
      loader = importlib.machinery.SourceFileLoader("budgets", sys.argv[1] + "/budgets")
      budgets = importlib.util.module_from_spec(importlib.util.spec_from_loader("budgets", loader))
      loader.exec_module(budgets)
      print(*budgets.verdict(float(sys.argv[2]), {"limit": {"x86_64": 10}}, sys.argv[3]))
      """
    let output = try await ForeignProcess.run(
      ForeignProcess.python, ["-B", "-c", program, ForeignProcess.inPackage("Benchmarks"), value, machine])
    #expect(
      output.out.contains(words) && output.out.hasSuffix(isBroken ? "True\n" : "False\n"), "\(output.text)")
  }
}
