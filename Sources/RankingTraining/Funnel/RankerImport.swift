internal import Crypto
package import RankingCore

/// Puts a ranker that something else trained into a copy of a bundle.
///
/// The new bundle lies beside the old one, with the same sources, catalogue and features; its golden requests
/// and score histogram are made anew, its metrics are gone, and its version names its own content.
package struct RankerImport {
  /// The bundle to start from; a symbolic link is followed once.
  package let bundle: String

  package init(bundle: String) { self.bundle = bundle }

  /// Writes the bundle and returns its version and the folder it lies in; `current` stays as it is.
  ///
  /// - Throws: `BundleError.malformed`, naming the first feature that is missing, extra or out of place, or the
  ///   part of the model that serving does not take.
  package func write(_ ranker: RankerModel) throws -> (version: String, parent: String) {
    let source = try BundleDirectory(path: bundle)
    try FeatureSchema.check(ranker, against: source.manifest.features)
    var model = try source.model()
    model.ranker = ranker
    let snapshot = try ModelSnapshot(version: "", model: model)
    var data = source.manifest.data
    // What trained the ranker is unknown: no configuration makes this bundle again.
    data.configuration = "imported-\(SHA256.hexDigest(of: ranker.catBoostJSON()))"
    // The new ranker learnt from this bundle's embeddings, and is pinned to them anew.
    var encoder = source.manifest.encoder
    encoder?.pin = nil
    let facts = BundleWriter.Facts(
      data: data, encoder: encoder, metrics: [:],
      histograms: ReferenceHistogram.references(snapshot),
      goldenUsers: source.manifest.golden.compactMap(\.user))
    let parent = Self.parent(of: source.path)
    let name = Self.name(of: source.manifest.version)
    return (try BundleWriter(parent: parent, name: name).write(model, facts), parent)
  }

  private static func parent(of path: String) -> String {
    let cut = path.lastIndex(of: "/") ?? path.startIndex
    return cut == path.startIndex ? "/" : String(path[..<cut])
  }

  /// The version without its digest.
  private static func name(of version: String) -> String {
    version.lastIndex(of: "-").map { String(version[..<$0]) } ?? version
  }
}
