import ArgumentParser
import Foundation
import RankingTraining

/// `rankctl add-items FILE`
struct AddItemsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add-items",
    abstract: "Add items to the current bundle without training; a running rankd picks them up.",
    discussion: """
      FILE is a CSV or TSV with a header: item, title, and if there are year and genres (separated by |). Texts are \
      embedded by the bundle's own encoder; what each source holds of an item is predicted from items like it.
      """)

  @OptionGroup var home: RankdHome
  @Argument(help: "CSV or TSV of new items.")
  var file: String
  @Option(help: "Threads; the result does not depend on them.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func run() throws {
    let start = ContinuousClock.now
    let items = try NewItem.read(file)
    let version = try ItemAdder(
      bundleDirectory: home.bundles, encoderDirectory: home.encoder, embeddingDirectory: home.embeddings,
      threads: threads
    ).add(items)
    print(
      "bundle \(version) with \(items.count) new items, made in \((ContinuousClock.now - start).inSeconds)")
  }
}
