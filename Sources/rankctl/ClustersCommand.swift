import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl clusters`
struct ClustersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clusters", abstract: "Choose the number of semantic clusters on hidden training rows.",
    discussion: """
      For each number: what a user's clusters tell of rows of ua.base that were hidden from them, in nats gained over \
      popularity; the rows of ua.test are not in what it works on. What it writes is read by train --configuration.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @Argument(help: "Numbers of clusters to choose from.")
  var choices = [4, 8, 16, 32, 64, 128, 256]
  @Option(help: "JSON of a FunnelConfiguration, or of parts of it.")
  var configuration: String?
  @Option(help: "Seed of the hidden rows.")
  var seed: UInt64 = 1
  @Option(help: "Configuration file to write.")
  var out: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard !choices.isEmpty, choices.allSatisfy({ $0 >= 1 }) else {
      throw ValidationError("numbers of clusters must be at least 1")
    }
  }

  func run() throws {
    let configuration = try FunnelConfiguration.read(configuration, seed: nil)
    let tuning = try data.tuning(home)
    let encoder = try EncoderEmbedder(
      folder: home.encoder, prefix: configuration.semantic.prefix, directory: home.embeddings,
      threads: threads)
    let embeddings = try ItemEmbeddings(tuning.catalogue, by: encoder).vectors
    let rows = configuration.rankerRows
    let search = ClusterSearch(
      recipe: configuration.semantic,
      folds: InnerFolds(folds: rows.folds, holdout: rows.holdout, seed: seed), threads: threads)
    let figures = try search.run(
      choices, embeddings: embeddings,
      interactions: Interactions(users: tuning.catalogue.userCount, events: tuning.events))
    try show(figures, configuration.semantic)
  }

  private func show(_ figures: [ClusterSearch.Figure], _ recipe: SemanticRecipe) throws {
    guard let best = ClusterSearch.best(figures) else { return }
    print("clusters     gain  smoothing  by fold (nats a hidden row)")
    for figure in figures {
      let folds = figure.folds.map { String(format: "%.4f", $0) }.joined(separator: " ")
      let mark = figure == best ? "  chosen" : ""
      print(
        String(format: "%8d  %7.4f  %9.0f", figure.clusters, figure.mean, figure.smoothing)
          + "  \(folds)\(mark)")
    }
    guard let out else { return }
    var chosen = recipe
    chosen.clusters = best.clusters
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(Array(try encoder.encode(["semantic": chosen])) + Array("\n".utf8), to: out)
    print("written to \(out)")
  }
}
