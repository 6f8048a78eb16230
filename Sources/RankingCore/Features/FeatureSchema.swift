/// The agreement between a ranker and the features a bundle computes: same names, same order.
package enum FeatureSchema {
  /// - Throws: `BundleError.malformed`, naming the first of the ranker's features that is missing, extra, out of
  ///   place or not a number.
  package static func check(
    _ ranker: RankerModel, against schema: [FeatureDescriptor]
  ) throws(BundleError) {
    try check(ranker.featureNames, against: schema.map(\.name))
    if let word = ranker.categoricalFeatures.first {
      throw BundleError(
        .malformed, file: "ranker.json", "takes \"\(word.inputName)\" as a category, the schema's is a number"
      )
    }
  }

  /// Whether this program computes what a bundle was made with.
  ///
  /// - Throws: `BundleError.malformed`, naming the first feature that the manifest has otherwise.
  static func check(
    manifest: [FeatureDescriptor], against computed: [FeatureDescriptor]
  ) throws(BundleError) {
    guard manifest != computed else { return }
    func text(_ features: [FeatureDescriptor], _ place: Int) -> String {
      features.indices.contains(place)
        ? "\"\(features[place].name)\" (\(features[place].scope.rawValue))" : "nothing"
    }
    let place =
      zip(manifest, computed).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? min(manifest.count, computed.count)
    throw BundleError(
      .malformed, file: BundleManifest.fileName,
      "feature \(place) is \(text(manifest, place)), this program computes \(text(computed, place))")
  }

  /// - Throws: `BundleError.malformed`, naming the first feature that is missing, extra or out of place.
  package static func check(_ ranker: [String], against schema: [String]) throws(BundleError) {
    guard ranker != schema else { return }
    let (known, wanted) = (Set(schema), Set(ranker))
    if let extra = ranker.first(where: { !known.contains($0) }) {
      throw BundleError(.malformed, file: "ranker.json", "wants feature \"\(extra)\", which the schema lacks")
    }
    if let missing = schema.first(where: { !wanted.contains($0) }) {
      throw BundleError(.malformed, file: "ranker.json", "lacks feature \"\(missing)\" of the schema")
    }
    for (place, (found, expected)) in zip(ranker, schema).enumerated() where found != expected {
      throw BundleError(
        .malformed, file: "ranker.json", "feature \(place) is \"\(found)\", the schema has \"\(expected)\"")
    }
    throw BundleError(
      .malformed, file: "ranker.json", "\(ranker.count) features, the schema has \(schema.count)")
  }
}
