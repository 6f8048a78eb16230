import ArgumentParser
import RankingCore
import RankingTraining

/// `rankctl texts --out FILE`
struct TextsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "texts",
    abstract: "Write the items' texts, one a line in the order of `train --embeddings`.",
    discussion: """
      What `rankctl embed --texts FILE` makes of them, `rankctl train --embeddings` reads. With --ids each line begins \
      with the item's identifier and a tab, for other programs.
      """)

  @OptionGroup var home: RankdHome
  @OptionGroup var data: DataOptions
  @OptionGroup var texts: ItemTextOptions
  @Flag(help: "Begin each line with the item's identifier and a tab.")
  var ids = false
  @Option(help: "File to write.")
  var out: String

  func run() throws {
    let catalogue = try data.read(home).catalogue
    let texts = try ItemTexts(catalogue, enriched: try texts.read(catalogue))
    if let warning = texts.warning { ProgressReporter.note(warning) }
    if let broken = texts.all.firstIndex(where: { $0.contains(where: \.isNewline) }) {
      throw ValidationError("item \(catalogue.items.key(at: broken)): its text has a line break")
    }
    let lines = texts.all.enumerated().map { item, text in
      (ids ? "\(catalogue.items.key(at: item))\t" : "") + text + "\n"
    }
    try AtomicFile.write(Array(lines.joined().utf8), to: out)
    print("\(out): \(lines.count) texts, sha256 \(texts.digest)")
  }
}
