import Crypto
import FoundationEssentials

extension ModelSnapshot {
  /// Opens, verifies and prepares the bundle in `directory` (a symbolic link is followed once).
  ///
  /// Every file's size and digest is checked over the very bytes that are mapped, every tensor's shape and
  /// content, every feature's name and scope, and every golden request is replayed to the bit.
  package static func load(bundle directory: String) throws(BundleError) -> ModelSnapshot {
    let bundle = try BundleDirectory(path: directory)
    let model = try bundle.model()
    try SignalPin.check(model, bundle.manifest)
    let histograms = bundle.manifest.histograms
    let snapshot = try ModelSnapshot(
      version: bundle.manifest.version, model: model, histograms: histograms)
    try FeatureSchema.check(manifest: bundle.manifest.features, against: snapshot.assembler.features)
    for histogram in histograms { try histogram.check(features: bundle.manifest.features) }
    try GoldenRequest.replay(bundle.manifest.golden, on: snapshot)
    return snapshot
  }
}
