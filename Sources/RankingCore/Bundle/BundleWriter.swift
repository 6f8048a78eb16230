import Crypto
import FoundationEssentials

/// Writes a fitted funnel as one immutable directory, `<parent>/<version>`.
///
/// Files are written to a temporary directory beside it and fsynced; one rename publishes them. The version
/// carries the digest of the content, so the same training writes the same bytes under the same name.
package struct BundleWriter {
  /// Directory that holds all bundles.
  package let parent: String
  /// First part of the version, such as `ml-100k-ua`.
  package let name: String

  package init(parent: String, name: String) {
    self.parent = parent
    self.name = name
  }

  /// What the manifest says beside what the model itself knows.
  package struct Facts {
    package var data: BundleManifest.DataFacts
    package var encoder: BundleManifest.EncoderFacts?
    package var metrics: [String: [String: Double]]
    package var histograms: [ReferenceHistogram]
    /// Dense users whose answers become golden requests; an anonymous one is added.
    package var goldenUsers: [Int]

    package init(
      data: BundleManifest.DataFacts, encoder: BundleManifest.EncoderFacts?,
      metrics: [String: [String: Double]], histograms: [ReferenceHistogram], goldenUsers: [Int]
    ) {
      self.data = data
      self.encoder = encoder
      self.metrics = metrics
      self.histograms = histograms
      self.goldenUsers = goldenUsers
    }
  }

  /// Writes the bundle and returns its version; an equal bundle that is there already stays.
  package func write(_ model: FunnelModel, _ facts: Facts) throws -> String {
    let payloads: [(name: String, bytes: [UInt8])] = [
      (BundleFile.catalogue, model.catalogue.encoded()),
      (BundleFile.ranker, model.ranker?.catBoostJSON() ?? []),
      (BundleFile.tensors, BundleTensors.encode(model)),
    ].filter { !$0.bytes.isEmpty }
    let files = payloads.map {
      BundleManifest.File(name: $0.name, bytes: $0.bytes.count, sha256: SHA256.hexDigest(of: $0.bytes))
    }
    let snapshot = try ModelSnapshot(version: "", model: model)
    var manifest = manifest(snapshot, facts, files)
    if let encoder = manifest.encoder, encoder.pin == nil {
      manifest.encoder?.pin = pin(model, encoder, files)
    }
    manifest.version = try version(of: manifest)
    try publish(manifest, payloads)
    return manifest.version
  }

  private func pin(
    _ model: FunnelModel, _ encoder: BundleManifest.EncoderFacts, _ files: [BundleManifest.File]
  ) -> SignalPin? {
    guard let semantic = model.semantic, let ranker = files.first(where: { $0.name == BundleFile.ranker })
    else { return nil }
    let items = model.catalogue.itemCount
    return SignalPin(
      items: items, signals: semantic.digest(items: items), ranker: ranker.sha256,
      made: .init(encoder, texts: encoder.texts))
  }

  private func manifest(
    _ snapshot: ModelSnapshot, _ facts: Facts, _ files: [BundleManifest.File]
  ) -> BundleManifest {
    let model = snapshot.model
    return BundleManifest(
      version: "", files: files, data: facts.data, encoder: facts.encoder,
      sources: model.sources.map(\.specification), fusion: model.fusion,
      features: snapshot.assembler.features, serving: model.serving,
      metrics: facts.metrics, histograms: facts.histograms,
      golden: GoldenRequest.record(snapshot, users: facts.goldenUsers))
  }

  private func version(of manifest: BundleManifest) throws -> String {
    "\(name)-\(SHA256.hexDigest(of: try manifest.encoded()).prefix(12))"
  }

  private func publish(_ manifest: BundleManifest, _ payloads: [(name: String, bytes: [UInt8])]) throws {
    // It may be what serves: nobody shall find it gone, not for a moment.
    if isThere(manifest) { return }
    let target = "\(parent)/\(manifest.version)"
    let staging = "\(parent)/.\(manifest.version).\(ProcessInfo.processInfo.processIdentifier)"
    let files = FileManager.default
    // A full disk leaves nothing behind.
    var isPublished = false
    defer { if !isPublished { try? files.removeItem(atPath: staging) } }
    try files.createDirectory(atPath: staging, withIntermediateDirectories: true)
    let encoded = try manifest.encoded()
    for payload in payloads { try AtomicFile.write(payload.bytes, to: "\(staging)/\(payload.name)") }
    try AtomicFile.write(encoded, to: "\(staging)/\(BundleManifest.fileName)")
    try AtomicFile.write(
      Array("\(SHA256.hexDigest(of: encoded))\n".utf8), to: "\(staging)/\(BundleManifest.digestFileName)")
    // The files' names too are durable before the folder gets its own.
    try AtomicFile.synchronise(directory: staging)
    // What is there is damaged.
    let aside = "\(staging).damaged"
    defer { try? files.removeItem(atPath: aside) }
    if files.fileExists(atPath: target) { try files.moveItem(atPath: target, toPath: aside) }
    try files.moveItem(atPath: staging, toPath: target)
    isPublished = true
    try AtomicFile.synchronise(directory: parent)
  }

  /// Whether the same bundle is there and whole.
  private func isThere(_ manifest: BundleManifest) -> Bool {
    guard let found = try? BundleDirectory(path: "\(parent)/\(manifest.version)"),
      found.manifest.version == manifest.version
    else { return false }
    return (try? found.verify()) != nil
  }
}
