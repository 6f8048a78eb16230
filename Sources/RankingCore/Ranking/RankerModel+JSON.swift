#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension RankerModel {
  /// Deepest symmetric tree CatBoost makes.
  package static let maximumDepth = 16

  /// Reads CatBoost's JSON model (`save_model(…, format="json")`).
  package init(catBoostJSON bytes: [UInt8]) throws(RankerModelError) {
    let document: CatBoostDocument
    do {
      document = try JSONDecoder().decode(CatBoostDocument.self, from: Data(bytes))
    } catch {
      throw RankerModelError(.malformed, "not a CatBoost JSON model: \(error)")
    }
    try self.init(document)
  }

  private init(_ document: CatBoostDocument) throws(RankerModelError) {
    let features = document.features
    if !(features.texts ?? []).isEmpty { throw .unsupported(part: "text features") }
    if !(features.embeddings ?? []).isEmpty { throw .unsupported(part: "embedding features") }
    var places = FeaturePlaces()
    self.init(
      floatFeatures: try Self.floatFeatures(features, &places),
      categoricalFeatures: try Self.categoricalFeatures(features, &places),
      targetStatistics: try Self.targetStatistics(document, places), trees: [],
      scale: document.scaleAndBias?.scale ?? 1, bias: document.scaleAndBias?.bias ?? [0])
    try readTrees(document, places)
    try validate()
  }

  private mutating func readTrees(
    _ document: CatBoostDocument, _ places: FeaturePlaces
  ) throws(RankerModelError) {
    let reader = DocumentTrees(conditions: conditions, places: places)
    if let symmetric = document.symmetric {
      for tree in symmetric { trees.append(try reader.tree(tree)) }
    } else if let nested = document.nested {
      for root in nested { trees.append(try reader.tree(root)) }
    } else {
      throw RankerModelError(.malformed, "the model has neither oblivious_trees nor trees")
    }
    // A file from before multi-dimension bias has one number for all dimensions.
    if bias.count == 1, let first = trees.first, first.leafCount > 0 {
      let dimension = first.leafValues.count / first.leafCount
      if dimension > 1 { bias = Array(repeating: bias[0], count: dimension) }
    }
  }

  private static func floatFeatures(
    _ features: CatBoostDocument.Features, _ places: inout FeaturePlaces
  ) throws(RankerModelError) -> [FloatFeature] {
    var result: [FloatFeature] = []
    for feature in features.floats ?? [] {
      try places.addFloat(feature.feature_index)
      result.append(
        FloatFeature(
          name: feature.feature_id ?? feature.feature_name ?? "", flatIndex: feature.flat_feature_index,
          hasNaNs: feature.has_nans ?? false, nanTreatment: feature.nan_value_treatment ?? .asIs,
          borders: (feature.borders ?? []).map { Float($0) }))
    }
    return result
  }

  private static func categoricalFeatures(
    _ features: CatBoostDocument.Features, _ places: inout FeaturePlaces
  ) throws(RankerModelError) -> [CategoricalFeature] {
    var result: [CategoricalFeature] = []
    for feature in features.categorical ?? [] {
      try places.addCategory(feature.feature_index)
      result.append(
        CategoricalFeature(
          name: feature.feature_id ?? feature.feature_name ?? "", flatIndex: feature.flat_feature_index,
          oneHotValues: feature.values ?? []))
    }
    return result
  }
}

extension RankerModelError {
  static func unsupported(part: String) -> RankerModelError {
    RankerModelError(.unsupported, "the model uses \(part), which this reader does not serve")
  }
}
