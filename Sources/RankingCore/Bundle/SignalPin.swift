/// Ties a ranker to the semantic signals it was trained with, so that no other pair of them serves.
package struct SignalPin: Codable, Sendable, Hashable {
  /// Items there were when the ranker was trained; later ones follow them.
  package var items: Int
  /// `SemanticSignals.digest` of these items.
  package var signals: String
  /// SHA-256 of the ranker's file.
  package var ranker: String
  /// Where the vectors of these items came from; nil in bundles of before, which do not serve any more.
  package var made: Made?

  /// What made the vectors, and of which texts.
  package struct Made: Codable, Sendable, Hashable {
    /// `EncoderFacts.id`
    package var encoder: String
    package var weights: String
    package var prompt: String?
    /// Digest over the texts of these items.
    package var texts: String
    package var enrichment: BundleManifest.EncoderFacts.Enrichment?

    package init(_ facts: BundleManifest.EncoderFacts, texts: String) {
      encoder = facts.id
      weights = facts.weights
      prompt = facts.prompt
      self.texts = texts
      enrichment = facts.enrichment
    }
  }

  package init(items: Int, signals: String, ranker: String, made: Made?) {
    self.items = items
    self.signals = signals
    self.ranker = ranker
    self.made = made
  }
}
