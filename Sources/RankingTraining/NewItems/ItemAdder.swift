internal import Crypto
internal import Foundation
internal import RankingCore

/// Adds items to the current bundle without training: a new bundle beside it, made the current one.
///
/// A new item's text is embedded by the bundle's own encoder, and kernel ridge over text, genres and year predicts
/// its row in every source. What the bundle holds of the other items and the ranker stay as they are.
package struct ItemAdder: Sendable {
  package let bundleDirectory: String
  /// Must hold the encoder the bundle was made with, if it was made with one.
  package let encoderDirectory: String
  package let embeddingDirectory: String
  package let threads: Int

  /// Of the kernel ridge into factors, chosen on cold items.
  private static let lambda = 2.0

  package init(bundleDirectory: String, encoderDirectory: String, embeddingDirectory: String, threads: Int) {
    self.bundleDirectory = bundleDirectory
    self.encoderDirectory = encoderDirectory
    self.embeddingDirectory = embeddingDirectory
    self.threads = threads
  }

  /// Writes the new bundle; returns its version, which is now the current one.
  package func add(_ items: [NewItem]) throws -> String {
    let bundle = try BundleDirectory(path: "\(bundleDirectory)/\(CurrentBundle.linkName)")
    let manifest = bundle.manifest
    var model = try bundle.model()
    let before = model.catalogue.itemCount
    let catalogue = try model.catalogue.adding(items)
    let embeddings = try embed(catalogue, manifest.encoder)
    let facts = ItemFacts(catalogue: catalogue, embeddings: embeddings)
    let placement = try placement(facts, model.interactions, new: before..<catalogue.itemCount)
    model.sources = try model.sources.map { source throws(SourceError) in try placement.extend(source) }
    model.semantic = try model.semantic.map { try extend($0, embeddings, from: before) }
    model.catalogue = catalogue
    let version = try write(model, manifest, items)
    try BundlePromotion(parent: bundleDirectory).promote(version, action: .publish)
    return version
  }

  private func placement(
    _ facts: ItemFacts, _ interactions: Interactions, new: Range<Int>
  ) throws -> SourceExtension {
    let known = Set(interactions.items[row: 0]).map { Int($0) }.sorted()
    let smoother = try KernelSmoother.weights(
      ItemKernel(facts), known: known, targets: Array(new), lambda: Self.lambda)
    return SourceExtension(known: known, smoother: smoother, catalogueSize: new.upperBound)
  }

  /// [items, dimension] of all texts, or no columns where the bundle has no encoder.
  private func embed(
    _ catalogue: Catalogue, _ facts: BundleManifest.EncoderFacts?
  ) throws -> Matrix<Float> {
    guard let facts else { return Matrix(rows: catalogue.itemCount, columns: 0, []) }
    let encoder = try SentenceEncoder(directory: encoderDirectory, prefix: facts.prompt)
    guard encoder.weightSHA256 == facts.weights else {
      throw EncoderError(
        .mismatch,
        "the bundle's embeddings are of \(facts.id), weights \(facts.weights); \(encoderDirectory) holds "
          + "\(encoder.id), weights \(encoder.weightSHA256)")
    }
    var cache = try EmbeddingCache(directory: embeddingDirectory, encoder: encoder)
    return try cache.embeddings(of: catalogue.texts(), threads: threads)
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

  private func write(_ model: FunnelModel, _ manifest: BundleManifest, _ items: [NewItem]) throws -> String {
    var (data, encoder) = (manifest.data, manifest.encoder)
    let added = items.map { "\($0.key)\t\($0.title)\t\($0.year)\t\($0.genres)" }.joined(separator: "\n")
    data.items = model.catalogue.itemCount
    data.fingerprint += "+\(SHA256.hexDigest(of: Array(added.utf8)).prefix(12))"
    encoder?.texts = SHA256.hexDigest(of: Array(model.catalogue.texts().joined(separator: "\n").utf8))
    let facts = BundleWriter.Facts(
      data: data, encoder: encoder, metrics: manifest.metrics, histograms: manifest.histograms,
      goldenUsers: manifest.golden.compactMap(\.user))
    let name = manifest.version.split(separator: "-").dropLast().joined(separator: "-")
    return try BundleWriter(parent: bundleDirectory, name: name).write(model, facts)
  }
}
