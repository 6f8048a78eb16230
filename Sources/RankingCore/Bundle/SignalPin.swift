/// Ties a ranker to the semantic signals it was trained with, so that no other pair of them serves.
package struct SignalPin: Codable, Sendable, Hashable {
  /// Items there were when the ranker was trained; later ones follow them.
  package var items: Int
  /// `SemanticSignals.digest` of these items.
  package var signals: String
  /// SHA-256 of the ranker's file.
  package var ranker: String

  package init(items: Int, signals: String, ranker: String) {
    self.items = items
    self.signals = signals
    self.ranker = ranker
  }

  /// - Throws: `BundleError.signalMismatch` where the bundle's ranker or signals are others.
  func check(_ model: FunnelModel, files: [BundleManifest.File]) throws(BundleError) {
    guard let semantic = model.semantic else {
      throw BundleError(
        .signalMismatch, file: BundleFile.tensors, "the ranker was trained with embeddings, there are none")
    }
    let found = files.first { $0.name == BundleFile.ranker }?.sha256 ?? "none"
    guard found == ranker else {
      throw BundleError(
        .signalMismatch, file: BundleFile.ranker,
        "the embeddings belong to ranker \(ranker), this one is \(found)")
    }
    let digest = semantic.digest(items: items)
    guard digest == signals, semantic.embeddings.rows >= items else {
      throw BundleError(
        .signalMismatch, file: BundleFile.tensors,
        "the ranker was trained with embeddings \(signals), these are \(digest)")
    }
  }
}
