package import RankingCore

/// The texts that stand for the items of a catalogue, in dense order.
package struct ItemTexts: Sendable {
  package let all: [String]
  /// nil: the catalogue's own texts.
  package let enrichment: BundleManifest.EncoderFacts.Enrichment?
  /// Items of which no text says anything, as the outside world names them.
  package let textless: [String]

  /// - Parameter enriched: what a language model wrote, put after an item's own text.
  /// - Throws: `EncoderError` of code `noText` where no item has any.
  package init(_ catalogue: Catalogue, enriched: EnrichedTexts? = nil) throws(EncoderError) {
    let written = enriched?.texts ?? [:]
    all = ItemText.enriched.texts(catalogue, descriptions: written)
    enrichment = enriched?.enrichment
    textless = (0..<catalogue.itemCount)
      .filter { catalogue.isTextless($0) && written[catalogue.items.key(at: $0)] == nil }
      .map { catalogue.items.key(at: $0) }
    guard all.isEmpty || textless.count < all.count else {
      throw EncoderError(
        .noText,
        "none of \(all.count) items has a title, a genre or a description: train without semantic signals")
    }
  }

  package var digest: String { Catalogue.digest(of: all) }

  /// One line for people; nil where every item has a text.
  package var warning: String? {
    guard !textless.isEmpty else { return nil }
    let named = textless.prefix(5).joined(separator: ", ") + (textless.count > 5 ? ", …" : "")
    return
      "\(textless.count) of \(all.count) items have no text (\(named)): their vectors say nothing of them"
  }
}
