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

  func run(_ sections: [Section], test: TestSplit?, commit: String) throws -> AblationReport {
    let tuning = try TuningDataset(directory: home.movieLens)
    var report = AblationReport()
    if sections.contains(.warm) {
      if let folds { report.addWarm(try warm(tuning, folds), seeds: seeds.count) }
      if let test { report.addTest(try judge(test, commit: commit)) }
    }
    if sections.contains(.coldItems) {
      report.addColdItems(try coldItems(tuning), residues: residues)
    }
    if sections.contains(.coldUsers) { report.addColdUsers(try coldUsers(tuning)) }
    if sections.contains(.texts) { report.addTexts(try texts(tuning)) }
    return report
  }

  private func warm(_ tuning: TuningDataset, _ directory: String) throws -> FoldReport {
    let files = try FoldFile.all(in: directory, rowCount: MovieLens100K.rows)
    let ablation = try semantic(tuning.catalogue)
    return FoldReport(
      try trained("warm", files.count) { step in
        try files.map { try ablation.run(try tuning.fold($0), seeds: seeds, progress: step) }
      })
  }

  private func judge(_ test: TestSplit, commit: String) throws -> EvaluationReport {
    let ablation = try semantic(test.problem.catalogue)
    let report = try trained("ua.test", 1) { step in
      try ablation.run(test.problem, seeds: seeds, progress: step)
    }
    try test.record(commit: commit, configuration: "ablation, \(seeds.count) seeds", report)
    return report
  }

  private func coldUsers(_ tuning: TuningDataset) throws -> [EvaluationReport] {
    let ablation = try semantic(tuning.catalogue)
    return try trained("cold users", 3) { step in
      try [1, 3, 5].map {
        try ablation.run(.coldUsers(tuning, residue: 0, kept: $0), seeds: seeds, progress: step)
      }
    }
  }

  private func coldItems(_ tuning: TuningDataset) throws -> [ColdItemAblation.Result] {
    let reporter = ProgressReporter("cold items", total: residues.count, unit: "residues")
    defer { reporter.finish() }
    let embeddings = try embed(tuning.catalogue.texts())
    return try ColdItemAblation(
      catalogue: tuning.catalogue, events: tuning.events, embeddings: embeddings, threads: threads
    ).run(residues: residues) { _ in reporter.advance() }
  }

  private func texts(_ tuning: TuningDataset) throws -> [TextAblation.Result] {
    let descriptions = try enriched.map { try EnrichmentFile(path: $0).texts } ?? [:]
    return try TextAblation(catalogue: tuning.catalogue, events: tuning.events, threads: threads).run(
      residues: residues, descriptions: descriptions, embed: embed)
  }

  private func trained<Result>(
    _ name: String, _ problems: Int, _ body: (@escaping () -> Void) throws -> Result
  ) rethrows -> Result {
    let reporter = ProgressReporter(name, total: problems * seeds.count * 2, unit: "trainings")
    defer { reporter.finish() }
    return try body { reporter.advance() }
  }

  private func semantic(_ catalogue: Catalogue) throws -> SemanticAblation {
    SemanticAblation(
      configuration: configuration,
      semantic: try configuration.semantic.fit(try embed(catalogue.texts()), threads: threads),
      threads: threads)
  }

  private func embed(_ texts: [String]) throws -> Matrix<Float> {
    let encoder = try SentenceEncoder(directory: home.encoder)
    var cache = try EmbeddingCache(directory: home.embeddings, encoder: encoder)
    return try cache.embeddings(of: texts, threads: threads)
  }
}
