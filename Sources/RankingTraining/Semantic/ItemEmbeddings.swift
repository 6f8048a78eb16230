internal import Foundation
package import RankingCore

/// The vectors of all items' texts, and what a bundle says of where they come from.
package struct ItemEmbeddings: Sendable {
  /// [items, dimension], rows of length 1.
  package let vectors: Matrix<Float>
  /// Without clusters and pin.
  package let facts: BundleManifest.EncoderFacts

  private init(_ vectors: Matrix<Float>, _ texts: ItemTexts, _ embedder: EmbedderIdentity) {
    self.vectors = vectors
    facts = BundleManifest.EncoderFacts(
      id: embedder.id, weights: embedder.weights, dimension: vectors.columns, texts: texts.digest,
      prompt: embedder.prompt, kind: embedder.kind, fingerprint: embedder.fingerprint,
      enrichment: texts.enrichment)
  }

  /// Embeds by a local encoder; items without text are told on standard error.
  package init(_ catalogue: Catalogue, by embedder: EncoderEmbedder, enriched: EnrichedTexts? = nil) throws {
    let texts = try Self.texts(catalogue, enriched)
    let reporter = Self.reporter(texts)
    let vectors = try embedder.embed(texts.all) { reporter.advance(by: $0) }
    reporter.finish()
    self.init(vectors, texts, embedder.identity)
  }

  /// The same by any embedder.
  package init(
    _ catalogue: Catalogue, asking embedder: any TextEmbedder, enriched: EnrichedTexts? = nil
  ) async throws {
    let texts = try Self.texts(catalogue, enriched)
    let reporter = Self.reporter(texts)
    let vectors = try await embedder.embed(texts.all) { reporter.advance(by: $0) }
    reporter.finish()
    self.init(vectors, texts, embedder.identity)
  }

  /// Vectors that something else made: a row for each item, in the order of `rankctl texts`.
  package init(_ catalogue: Catalogue, file: EmbeddingFile, enriched: EnrichedTexts? = nil) throws {
    let texts = try Self.texts(catalogue, enriched)
    try file.check(texts)
    self.init(file.vectors, texts, file.identity)
  }

  private static func texts(_ catalogue: Catalogue, _ enriched: EnrichedTexts?) throws -> ItemTexts {
    let texts = try ItemTexts(catalogue, enriched: enriched)
    if let warning = texts.warning { ProgressReporter.note(warning) }
    return texts
  }

  private static func reporter(_ texts: ItemTexts) -> ProgressReporter {
    ProgressReporter("embedding", total: texts.all.count, unit: "items")
  }
}
