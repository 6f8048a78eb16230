import ArgumentParser
import Foundation
import RankingCore
import RankingTraining

/// `rankctl add-items FILE`
struct AddItemsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add-items",
    abstract: "Add items to the current bundle without training; a running rankd picks them up.",
    discussion: """
      FILE is a CSV or TSV with a header: item, title, and if there are year and genres (separated by |). Texts are \
      embedded by what the bundle's own are of: the encoder, or with --endpoint and --model the same model; what each \
      source holds of an item is predicted from items like it. `train --if-needed` keeps what was added; a training \
      does not know of it.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var embedder: EmbedderOptions
  @Argument(help: "CSV or TSV of new items.")
  var file: String
  @Option(help: "File of `rankctl enrich`, if the bundle's texts are enriched.")
  var enriched: String?
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func run() async throws {
    let start = ContinuousClock.now
    let items = try NewItem.read(file)
    let (embedder, home, threads) = (embedder, home, threads)
    var adder = ItemAdder(bundleDirectory: home.bundles, threads: threads) { facts in
      guard let remote = try embedder.remote(home, prefix: facts.prompt) else {
        return try embedder.local(home, prefix: facts.prompt, threads: threads)
      }
      return remote.embedder
    }
    adder.enrichments = try enriched.map { try EnrichmentFile(path: $0) }
    let version = try await adder.add(items)
    print(
      "bundle \(version) with \(items.count) new items, made in \((ContinuousClock.now - start).inSeconds)")
  }
}
