import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// The work of `rankctl evaluate --ablation`.
struct Ablation {
  /// A section of the report.
  enum Section: String, ExpressibleByArgument, CaseIterable {
    case warm
    case coldItems = "cold-items"
    case coldUsers = "cold-users"
    case texts
  }

  let home: RankdHome
  let configuration: FunnelConfiguration
  let folds: String?
  let seeds: [UInt64]
  let threads: Int
  /// Descriptions that a language model wrote, by item.
  let enriched: String?

  /// Cold items are those whose identifier leaves one of these when divided by 10, each in turn.
  var residues = Array(0..<8)
  /// Residues of which the figures are told apart: the targets name the others.
  private static let apart = [8, 9]

  func run(_ sections: [Section], test: TestSplit?, commit: String) throws -> AblationReport {
    let tuning = try TuningDataset(directory: home.movieLens)
    var report = AblationReport()
    if sections.contains(.warm) {
      if let folds { report.addWarm(try warm(tuning, folds), seeds: seeds.count) }
      if let test { report.addTest(try judge(test, commit: commit)) }
    }
    if sections.contains(.coldItems) {
      report.addColdItems(try coldItems(tuning, residues), residues: residues)
      let apart = Self.apart.filter { !residues.contains($0) }
      if !apart.isEmpty {
        report.addColdItems(try coldItems(tuning, apart), residues: apart, note: " (beside the others)")
      }
    }
    if sections.contains(.coldUsers) { report.addColdUsers(try coldUsers(tuning)) }
    if sections.contains(.texts) { report.addTexts(try texts(tuning)) }
    return report
  }

  private func warm(_ tuning: TuningDataset, _ directory: String) throws -> FoldReport {
    let files = try FoldFile.all(in: directory, rowCount: MovieLens100K.rows)
    let ablation = try semantic(tuning.catalogue, withEverything: true)
    return FoldReport(
      try trained("warm", files.count, ablation) { step in
        try files.map { try ablation.run(try tuning.fold($0), seeds: seeds, progress: step) }
      })
  }

  private func judge(_ test: TestSplit, commit: String) throws -> EvaluationReport {
    let ablation = try semantic(test.problem.catalogue, withEverything: true)
    let report = try trained("ua.test", 1, ablation) { step in
      try ablation.run(test.problem, seeds: seeds, progress: step)
    }
    try test.record(commit: commit, configuration: "ablation, \(seeds.count) seeds", report)
    return report
  }

  private func coldUsers(_ tuning: TuningDataset) throws -> [EvaluationReport] {
    let ablation = try semantic(tuning.catalogue, withEverything: false)
    return try trained("cold users", 3, ablation) { step in
      try [1, 3, 5].map {
        try ablation.run(.coldUsers(tuning, residue: 0, kept: $0), seeds: seeds, progress: step)
      }
    }
  }

  private func coldItems(
    _ tuning: TuningDataset, _ residues: [Int]
  ) throws -> [ColdItemAblation.Result] {
    let reporter = ProgressReporter("cold items", total: residues.count, unit: "residues")
    defer { reporter.finish() }
    let embeddings = try embed(tuning.catalogue.texts())
    return try ColdItemAblation(
      catalogue: tuning.catalogue, events: tuning.events, embeddings: embeddings, threads: threads
    ).run(residues: residues) { _ in reporter.advance() }
  }

  private func texts(_ tuning: TuningDataset) throws -> [TextAblation.Result] {
    let descriptions =
      try enriched.map { try EnrichmentFile(path: $0).texts(for: tuning.catalogue).texts } ?? [:]
    return try TextAblation(catalogue: tuning.catalogue, events: tuning.events, threads: threads).run(
      residues: residues, descriptions: descriptions, embed: embed)
  }

  private func trained<Result>(
    _ name: String, _ problems: Int, _ ablation: SemanticAblation,
    _ body: (@escaping () -> Void) throws -> Result
  ) rethrows -> Result {
    let reporter = ProgressReporter(
      name, total: problems * seeds.count * ablation.trainings, unit: "trainings")
    defer { reporter.finish() }
    return try body { reporter.advance() }
  }

  private func semantic(_ catalogue: Catalogue, withEverything: Bool) throws -> SemanticAblation {
    let vectors = try embed(catalogue.texts())
    let recipe = configuration.withEverySemanticPart.semantic
    let everything = try withEverything ? recipe.fit(vectors, threads: threads) : nil
    return SemanticAblation(
      configuration: configuration, semantic: try configuration.semantic.fit(vectors, threads: threads),
      everything: everything, threads: threads)
  }

  private func embed(_ texts: [String]) throws -> Matrix<Float> {
    try EncoderEmbedder(
      folder: home.encoder, prefix: configuration.semantic.prefix, directory: home.embeddings,
      threads: threads
    ).embed(texts)
  }
}
