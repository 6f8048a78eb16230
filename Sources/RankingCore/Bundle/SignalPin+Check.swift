extension SignalPin {
  /// Refuses a bundle whose ranker and semantic signals do not belong together.
  ///
  /// Whatever has both must have a pin. Texts that a language model enriched are not in the bundle: of them only
  /// the manifest's facts are compared.
  ///
  /// - Throws: `BundleError.signalMismatch`, naming what differs.
  static func check(_ model: FunnelModel, _ manifest: BundleManifest) throws(BundleError) {
    if let pin = manifest.encoder?.pin {
      try pin.check(model, manifest)
    } else if model.semantic != nil, model.ranker != nil {
      throw mismatch(
        BundleFile.tensors,
        "there are embeddings and a ranker, and nothing says that they belong together; train it again")
    }
  }

  private func check(_ model: FunnelModel, _ manifest: BundleManifest) throws(BundleError) {
    guard let semantic = model.semantic, let facts = manifest.encoder else {
      throw Self.mismatch(BundleFile.tensors, "the ranker was trained with embeddings, there are none")
    }
    let found = manifest.files.first { $0.name == BundleFile.ranker }?.sha256 ?? "none"
    guard found == ranker else {
      throw Self.mismatch(
        BundleFile.ranker, "the embeddings belong to ranker \(ranker), this one is \(found)")
    }
    guard (0...semantic.embeddings.rows).contains(items) else {
      throw Self.mismatch(
        BundleFile.tensors,
        "the ranker was trained with \(items) embeddings, there are \(semantic.embeddings.rows)")
    }
    let digest = semantic.digest(items: items)
    guard digest == signals else {
      throw Self.mismatch(
        BundleFile.tensors, "the ranker was trained with embeddings \(signals), these are \(digest)")
    }
    try checkOrigin(facts, model.catalogue)
  }

  private func checkOrigin(
    _ facts: BundleManifest.EncoderFacts, _ catalogue: Catalogue
  ) throws(BundleError) {
    guard let made else {
      throw Self.mismatch(
        BundleManifest.fileName, "the pin does not say what made the embeddings; train the bundle again")
    }
    let parts = [
      ("encoder", made.encoder, facts.id), ("weights", made.weights, facts.weights),
      ("prompt", made.prompt ?? "", facts.prompt ?? ""),
      ("enrichment", made.enrichment?.description ?? "none", facts.enrichment?.description ?? "none"),
    ]
    for (name, trained, found) in parts where trained != found {
      throw Self.mismatch(
        BundleManifest.fileName, "\(name): the ranker was trained with \"\(trained)\", this is \"\(found)\"")
    }
    guard made.enrichment == nil else { return }
    let texts = Catalogue.digest(of: (0..<items).map { catalogue.text(of: $0) })
    guard texts == made.texts else {
      throw Self.mismatch(
        BundleFile.catalogue, "the ranker was trained with texts \(made.texts), the items' are \(texts)")
    }
  }

  private static func mismatch(_ file: String, _ message: String) -> BundleError {
    BundleError(.signalMismatch, file: file, message)
  }
}
