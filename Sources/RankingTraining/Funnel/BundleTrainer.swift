internal import Crypto
internal import Foundation
package import RankingCore

/// From a data set to a bundle on disk: embeds, trains, writes, and makes it the current one.
package struct BundleTrainer {
  package let configuration: FunnelConfiguration
  /// Folder of the sentence encoder; nil trains without semantic signals.
  package let encoderDirectory: String?
  package let embeddingDirectory: String
  package let bundleDirectory: String
  package let threads: Int
  /// Folder for checkpoints, made if it is not there; a training's own are gone when its bundle is written. nil: none.
  package let checkpointDirectory: String?
  /// Vectors of the items' texts that were made before; nil: the encoder makes them.
  package var embeddings: ItemEmbeddings?
  /// Judgements that the ranker learns from beside what users did.
  package var teacher: TeacherScores?
  /// The link that will name what is written; `current` serves.
  package var link = CurrentBundle.linkName

  package init(
    configuration: FunnelConfiguration, encoderDirectory: String?, embeddingDirectory: String,
    bundleDirectory: String, threads: Int, checkpointDirectory: String? = nil
  ) {
    self.checkpointDirectory = checkpointDirectory
    self.configuration = configuration
    self.encoderDirectory = encoderDirectory
    self.embeddingDirectory = embeddingDirectory
    self.bundleDirectory = bundleDirectory
    self.threads = threads
  }

  /// What to train on.
  package struct Input {
    package var catalogue: Catalogue
    package var events: [Interactions.Event]
    /// Fingerprint of the data set and of the rows of it that train.
    package var fingerprint: String

    package init(catalogue: Catalogue, events: [Interactions.Event], fingerprint: String) {
      self.catalogue = catalogue
      self.events = events
      self.fingerprint = fingerprint
    }

    /// The rows that tuning may see.
    package init(_ tuning: TuningDataset) {
      self.init(
        catalogue: tuning.catalogue, events: tuning.events,
        fingerprint: "\(tuning.fingerprint)-\(tuning.events.count)")
    }
  }

  /// Trains and writes; returns the version, which the link now names.
  package func train(_ input: Input) throws -> String {
    try configuration.retrieval.check(items: input.catalogue.itemCount)
    let signals = try semantic(input.catalogue)
    let interactions = Interactions(users: input.catalogue.userCount, events: input.events)
    let reporter = TrainingReporter()
    let checkpoints = try checkpointDirectory.map { try CheckpointFolder($0) }
    var trainer = FunnelTrainer(
      configuration: configuration, threads: threads, checkpoints: checkpoints)
    trainer.teacher = teacher
    let model = try trainer.train(
      catalogue: input.catalogue, interactions: interactions, semantic: signals?.signals,
      progress: reporter.report)
    reporter.finish()
    let version = try write(model, input, signals?.facts)
    try BundlePromotion(parent: bundleDirectory, link: link).promote(version, action: .publish)
    checkpoints?.removeOwnFiles()
    return version
  }

  /// The linked bundle's version if it was trained with this configuration on this data and these texts, with
  /// whatever items were added since, and verifies.
  package func upToDate(_ input: Input) -> String? {
    let path = "\(bundleDirectory)/\(link)"
    guard let bundle = try? BundleDirectory(path: path), let digest = try? configurationDigest(),
      AddedItems.descends(bundle.manifest.data.fingerprint, from: input.fingerprint),
      bundle.manifest.data.configuration == digest,
      (try? isOfTheseTexts(bundle.manifest, input.catalogue)) == true,
      (try? ModelSnapshot.load(bundle: path)) != nil
    else { return nil }
    return bundle.manifest.version
  }

  private func isOfTheseTexts(_ manifest: BundleManifest, _ catalogue: Catalogue) throws -> Bool {
    guard let made = manifest.encoder?.pin?.made else {
      return manifest.encoder == nil && embeddings == nil && encoderDirectory == nil
    }
    if let facts = embeddings?.facts { return made == .init(facts, texts: facts.texts) }
    guard let encoderDirectory else { return false }
    let encoder = try SentenceEncoder(directory: encoderDirectory, prefix: configuration.semantic.prefix)
    return made.weights == encoder.weightSHA256 && made.prompt == encoder.prefix && made.enrichment == nil
      && made.texts == Catalogue.digest(of: catalogue.texts())
  }

  /// Digest of everything that decides the result beside the data.
  package func configurationDigest() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return SHA256.hexDigest(of: Array(try encoder.encode(configuration)))
  }

  /// Signals of every item's text, and what the manifest says of them.
  package func semantic(
    _ catalogue: Catalogue
  ) throws -> (signals: SemanticSignals, facts: BundleManifest.EncoderFacts)? {
    guard let embeddings = try embeddings ?? embedded(catalogue) else { return nil }
    let signals = try configuration.semantic.fit(embeddings.vectors, threads: threads)
    var facts = embeddings.facts
    facts.clusters = ClusterLabels.make(signals, catalogue)
    return (signals, facts)
  }

  private func embedded(_ catalogue: Catalogue) throws -> ItemEmbeddings? {
    try encoderDirectory.map { folder in
      try ItemEmbeddings(
        catalogue,
        by: EncoderEmbedder(
          folder: folder, prefix: configuration.semantic.prefix, directory: embeddingDirectory,
          threads: threads))
    }
  }

  private func write(
    _ model: FunnelModel, _ input: Input, _ encoder: BundleManifest.EncoderFacts?
  ) throws -> String {
    let data = BundleManifest.DataFacts(
      fingerprint: input.fingerprint, configuration: try configurationDigest(),
      users: model.catalogue.userCount, items: model.catalogue.itemCount,
      interactions: model.interactions.entryCount, horizon: model.horizon)
    let snapshot = try ModelSnapshot(version: "", model: model)
    let facts = BundleWriter.Facts(
      data: data, encoder: encoder, metrics: [:],
      histograms: ReferenceHistogram.references(snapshot),
      goldenUsers: Self.goldenUsers(model.catalogue.userCount))
    return try BundleWriter(parent: bundleDirectory, name: configuration.name).write(model, facts)
  }

  /// Sixteen users spread over the catalogue.
  private static func goldenUsers(_ count: Int) -> [Int] {
    let step = max(1, count / 16)
    return Array(stride(from: 0, to: count, by: step).prefix(16))
  }
}
