internal import Foundation
package import RankingCore

/// Adds items to the current bundle without training: a new bundle beside it, made the current one.
///
/// A new item's text is embedded by what the bundle's embeddings are of, and kernel ridge over text, genres and year
/// predicts its row in every source that learnt from interactions. What the bundle holds of the other items and the
/// ranker stay as they are. Where something else promotes a bundle meanwhile, it starts again from that one.
package struct ItemAdder: Sendable {
  package let bundleDirectory: String
  package let threads: Int
  private let embedder: @Sendable (BundleManifest.EncoderFacts) throws -> any TextEmbedder
  /// What a language model wrote, where the bundle's texts have such parts.
  package var enrichments: EnrichmentFile?

  /// Of the kernel ridge into factors, chosen on cold items.
  private static let lambda = 2.0
  /// Times that it starts again.
  private static let attempts = 5

  /// - Parameter embedder: what embeds new texts; asked only where the bundle has embeddings, and refused if it is
  ///   another one than the bundle's.
  package init(
    bundleDirectory: String, threads: Int,
    embedder: @escaping @Sendable (BundleManifest.EncoderFacts) throws -> any TextEmbedder
  ) {
    self.bundleDirectory = bundleDirectory
    self.threads = threads
    self.embedder = embedder
  }

  /// The encoder in a folder embeds.
  package init(bundleDirectory: String, encoderDirectory: String, embeddingDirectory: String, threads: Int) {
    self.init(bundleDirectory: bundleDirectory, threads: threads) { facts in
      try EncoderEmbedder(
        folder: encoderDirectory, prefix: facts.prompt, directory: embeddingDirectory, threads: threads)
    }
  }

  /// Writes the new bundle; returns its version, which is now the current one.
  package func add(_ items: [NewItem]) async throws -> String {
    var attempt = 1
    while true {
      do {
        return try await addOnce(items)
      } catch let error as BundleError where error.code == .overtaken && attempt < Self.attempts {
        attempt += 1
      }
    }
  }

  private func addOnce(_ items: [NewItem]) async throws -> String {
    let bundle = try BundleDirectory(path: "\(bundleDirectory)/\(CurrentBundle.linkName)")
    let manifest = bundle.manifest
    var model = try bundle.model()
    let before = model.catalogue.itemCount
    let catalogue = try model.catalogue.adding(items)
    try ItemKernel.check(catalogue.itemCount)
    let texts = try texts(catalogue, manifest.encoder)
    let embeddings = try await embed(texts, manifest.encoder, count: catalogue.itemCount)
    model.semantic = try model.semantic.map { try extend($0, embeddings, from: before) }
    let placement = try placement(
      ItemFacts(catalogue: catalogue, embeddings: embeddings), model, new: before..<catalogue.itemCount)
    model.sources = try model.sources.map { source throws(SourceError) in try placement.extend(source) }
    model.catalogue = catalogue
    let version = try write(model, manifest, items, texts)
    try BundlePromotion(parent: bundleDirectory).promote(
      version, action: .publish, from: manifest.version)
    return version
  }

  private func placement(
    _ facts: ItemFacts, _ model: FunnelModel, new: Range<Int>
  ) throws -> SourceExtension {
    let known = Set(model.interactions.items[row: 0]).map { Int($0) }.sorted()
    let smoother = try KernelSmoother.weights(
      ItemKernel(facts), known: known, targets: Array(new), lambda: Self.lambda)
    return SourceExtension(
      known: known, smoother: smoother, catalogueSize: new.upperBound, embeddings: model.semantic?.embeddings)
  }

  /// - Throws: `EncoderError` of code `mismatch` where the texts of the items that trained are other ones now.
  private func texts(_ catalogue: Catalogue, _ facts: BundleManifest.EncoderFacts?) throws -> ItemTexts? {
    guard let facts else { return nil }
    if let enrichment = facts.enrichment, enrichments == nil {
      throw EncoderError(.mismatch, "the bundle's texts are enriched (\(enrichment)); give the file of that")
    }
    let enriched = try facts.enrichment.flatMap { _ in try enrichments?.texts(for: catalogue) }
    let texts = try ItemTexts(catalogue, enriched: enriched)
    if let pin = facts.pin, let trained = pin.made?.texts {
      let found = Catalogue.digest(of: Array(texts.all.prefix(pin.items)))
      guard found == trained else {
        throw EncoderError(.mismatch, "the bundle's embeddings are of texts \(trained), these are \(found)")
      }
    }
    return texts
  }

  /// [items, dimension] of all texts, or no columns where the bundle has no encoder.
  private func embed(
    _ texts: ItemTexts?, _ facts: BundleManifest.EncoderFacts?, count: Int
  ) async throws -> Matrix<Float> {
    guard let facts, let texts else { return Matrix(rows: count, columns: 0, []) }
    guard facts.kind != .file else {
      throw EncoderError(
        .mismatch,
        "the bundle's embeddings came from a file (\(facts.id)): nothing can embed a new text like them")
    }
    let embedder = try embedder(facts)
    try embedder.identity.check(facts)
    return try await embedder.embed(texts.all) { _ in }
  }

  private func extend(
    _ signals: SemanticSignals, _ embeddings: Matrix<Float>, from first: Int
  ) throws -> SemanticSignals {
    guard let projection = signals.projection, projection.mean.columns == embeddings.columns else {
      throw EncoderError(
        .mismatch, "the bundle does not say how its embeddings were reduced; train it again")
    }
    let placed = (first..<embeddings.rows).map { projection.place(Array(embeddings[row: $0])) }
    let all = Matrix(
      rows: embeddings.rows, columns: signals.embeddings.columns,
      signals.embeddings.flattened() + placed.flatMap(\.embedding))
    return try SemanticSignals(
      embeddings: all,
      clusters: Matrix(
        rows: 1, columns: embeddings.rows, signals.clusters.flattened() + placed.map(\.cluster)),
      projection: projection,
      neighbours: try signals.neighbours.map {
        try SemanticNeighbours(of: all, count: $0.items.columns, threads: threads)
      })
  }

  private func write(
    _ model: FunnelModel, _ manifest: BundleManifest, _ items: [NewItem], _ texts: ItemTexts?
  ) throws -> String {
    var (data, encoder) = (manifest.data, manifest.encoder)
    data.items = model.catalogue.itemCount
    data.fingerprint = AddedItems.fingerprint(data.fingerprint, items)
    if let texts { encoder?.texts = texts.digest }
    let facts = BundleWriter.Facts(
      data: data, encoder: encoder, metrics: manifest.metrics, histograms: manifest.histograms,
      goldenUsers: manifest.golden.compactMap(\.user))
    let name = manifest.version.split(separator: "-").dropLast().joined(separator: "-")
    return try BundleWriter(parent: bundleDirectory, name: name).write(model, facts)
  }
}
