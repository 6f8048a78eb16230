import Foundation
import RankingCore
import Testing

/// `rankctl train` and what is said of its bundles, as programs.
struct TrainTests {
  enum Layout: String, CaseIterable { case movieLens1M, movieLens20M }

  @Test(.timeLimit(.minutes(10)), arguments: Layout.allCases)
  func foldersOfMovieLensTrainAsTheyAre(_ layout: Layout) async throws {
    let folder = try SampleBundle.folder("train-\(layout.rawValue)")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data =
      try layout == .movieLens1M ? MovieLensFolder.write1M(to: folder) : MovieLensFolder.write20M(to: folder)
    // The checkpoint of another training that goes on beside this one.
    let foreign = "\(folder)/checkpoints/als-0123456789abcdef.safetensors"
    try FileManager.default.createDirectory(
      atPath: "\(folder)/checkpoints", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: foreign))
    let configuration = try await smallConfiguration(folder)
    let output = try await Rankctl.run(
      [
        "train", "--interactions", data, "--configuration", configuration, "--without-semantic", "--threads",
        "2",
        "--leave-out", "ease",
      ], home: folder)
    #expect(output.status == 0, "\(output.text)")
    let snapshot = try ModelSnapshot.load(bundle: "\(folder)/bundles/current")
    #expect(snapshot.catalogue.userCount == MovieLensFolder.users)
    #expect(snapshot.catalogue.genres(of: snapshot.catalogue.item(id: 2) ?? 0) == ["Drama", "War"])
    #expect(!snapshot.model.sources.map(\.name).contains("ease"))
    #expect(FileManager.default.fileExists(atPath: foreign))
    if layout == .movieLens1M { #expect(snapshot.catalogue.demographics(of: 0).age == 19) }
    try await explains(user: "7", folder)
  }

  /// Neither this processor's instructions nor its BLAS show in a bundle.
  @Test(.timeLimit(.minutes(10))) func everyProcessorMakesTheSameBundle() async throws {
    let folder = try SampleBundle.folder("train-processors")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = try MovieLensFolder.write1M(to: folder)
    let configuration = try await smallConfiguration(folder)
    var lines: Set<Substring> = []
    for (index, variables) in [[], ["OPENBLAS_CORETYPE=Haswell", "RANKD_ISA=scalar"]].enumerated() {
      let output = try await ForeignProcess.run(
        "/usr/bin/env",
        variables + [
          Rankctl.path, "train", "--interactions", data, "--configuration", configuration,
          "--without-semantic", "--home", "\(folder)/\(index)",
        ])
      #expect(output.status == 0, "\(output.text)")
      let line = try #require(output.text.split(separator: "\n").last { $0.hasPrefix("bundle ") })
      lines.insert(line.prefix { $0 != "," }.split(separator: " ")[1])
    }
    #expect(lines.count == 1, "\(lines)")
  }

  /// `--user` names every fused source with its rank, and what the ranker sees in an item.
  private func explains(user: String, _ home: String) async throws {
    let output = try await Rankctl.run(["inspect", "--user", user, "--top", "3"], home: home)
    #expect(output.status == 0, "\(output.text)")
    let lines = output.text.split(separator: "\n")
    for source in ["als", "occasion", "popularity"] {
      #expect(lines.count { $0.hasPrefix("    \(source): rank ") } == 3, "\(output.text)")
    }
    #expect(lines.count { $0.hasPrefix("    ranker: ") } == 3)
    #expect(lines.count { $0.first?.isNumber == true } == 3)
    let unknown = try await Rankctl.run(["inspect", "--user", "nobody"], home: home)
    #expect(unknown.status != 0 && unknown.text.contains("no user nobody"))
    let overview = try await Rankctl.run(["inspect"], home: home)
    #expect(overview.text.contains("als, factors, weight 0.4, needs historyOrTraining, reads "))
  }

  /// The default with few trees, by way of what `--print-config` prints.
  private func smallConfiguration(_ folder: String) async throws -> String {
    let printed = try await Rankctl.run(["train", "--print-config"], home: folder)
    var settings = try #require(
      try JSONSerialization.jsonObject(with: Data(printed.text.utf8)) as? [String: Any])
    var ranker = try #require(settings["ranker"] as? [String: Any])
    ranker["trees"] = 10
    settings["ranker"] = ranker
    let path = "\(folder)/configuration.json"
    try JSONSerialization.data(withJSONObject: settings).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func whatIsNoSourceCannotBeLeftOut() async throws {
    let folder = try SampleBundle.folder("train-leave-out")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try await Rankctl.run(["train", "--print-config", "--leave-out", "knn"], home: folder)
    #expect(output.status != 0)
    #expect(output.text.contains("no source \"knn\", there are als, occasion, ease"), "\(output.text)")
  }

  /// Cut by a folder, judged with its items: `split` and `evaluate --base` for MovieLens 1M.
  @Test(.timeLimit(.minutes(10))) func aSplitFolderIsEvaluatedWithItsItems() async throws {
    let folder = try SampleBundle.folder("train-split")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let data = try MovieLensFolder.write1M(to: folder)
    let (base, test) = ("\(folder)/base.tsv", "\(folder)/test.tsv")
    let cut = try await ForeignProcess.run(
      Rankctl.path,
      ["split", "--interactions", data, "--holdout", "last:5", "--base", base, "--test", test])
    #expect(cut.status == 0, "\(cut.text)")
    let output = try await Rankctl.run(
      ["evaluate", "--base", base, "--test", test, "--items", data, "--retrieval-only", "--threads", "2"],
      home: folder)
    #expect(output.status == 0 && output.text.contains("fused"), "\(output.text)")
  }
}
