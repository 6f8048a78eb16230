package import RankingCore

/// What a language model wrote about items of a catalogue, by item.
package struct EnrichedTexts: Sendable, Hashable {
  package let texts: [String: String]
  /// Entries that were left out because they were written for another text or by another wording of the prompt.
  package let stale: Int
  package let enrichment: BundleManifest.EncoderFacts.Enrichment

  package init(
    texts: [String: String], stale: Int, enrichment: BundleManifest.EncoderFacts.Enrichment
  ) {
    self.texts = texts
    self.stale = stale
    self.enrichment = enrichment
  }

  /// One line for people.
  package var summary: String {
    "\(enrichment)" + (stale > 0 ? "; \(stale) entries are out of date and left out" : "")
  }
}
