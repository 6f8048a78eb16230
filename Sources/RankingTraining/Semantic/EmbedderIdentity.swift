package import RankingCore

/// What a bundle says of the embedder that its vectors are of.
package struct EmbedderIdentity: Sendable, Hashable {
  package var kind: BundleManifest.EncoderFacts.Kind
  /// As people name it.
  package var id: String
  /// `EncoderFacts.weights`
  package var weights: String
  /// Put before every text.
  package var prompt: String?
  /// Digest of all that decides a vector, if it is known.
  package var fingerprint: String?

  package init(
    kind: BundleManifest.EncoderFacts.Kind, id: String, weights: String, prompt: String?,
    fingerprint: String? = nil
  ) {
    self.kind = kind
    self.id = id
    self.weights = weights
    self.prompt = prompt
    self.fingerprint = fingerprint
  }

  /// Whether vectors of this embedder belong with those of a bundle.
  ///
  /// - Throws: `EncoderError` of code `mismatch`, saying what differs.
  package func check(_ facts: BundleManifest.EncoderFacts) throws(EncoderError) {
    let parts = [
      ("kind", (facts.kind ?? .encoder).rawValue, kind.rawValue), ("weights", facts.weights, weights),
      ("prompt", facts.prompt ?? "", prompt ?? ""),
      ("vocabulary, pooling or length", facts.fingerprint ?? "unknown", fingerprint ?? "unknown"),
    ]
    for (part, bundle, found) in parts where bundle != found {
      throw EncoderError(
        .mismatch, "the bundle's embeddings are of \(facts.id), \(part) \"\(bundle)\"; \(id) has \"\(found)\""
      )
    }
  }
}
