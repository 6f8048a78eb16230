import ArgumentParser
import RankingCore
import RankingTraining

/// Which texts stand for the items.
struct ItemTextOptions: ParsableArguments {
  @Option(help: "File of `rankctl enrich`: what it says of an item follows the item's own text.")
  var enriched: String?

  /// What a language model wrote of the catalogue's items; nil without --enriched.
  func read(_ catalogue: Catalogue) throws -> EnrichedTexts? {
    guard let enriched else { return nil }
    let texts = try EnrichmentFile(path: enriched).texts(for: catalogue)
    ProgressReporter.note("\(enriched): \(texts.summary)")
    return texts
  }
}
