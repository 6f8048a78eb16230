/// The agreement between a ranker and the features a bundle computes: same names, same order.
package enum FeatureSchema {
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
