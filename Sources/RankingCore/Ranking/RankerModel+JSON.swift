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
    self.init(
      floatFeatures: try (features.floats ?? []).enumerated().map(Self.floatFeature),
      categoricalFeatures: try (features.categorical ?? []).enumerated().map(Self.categoricalFeature),
      targetStatistics: try Self.targetStatistics(document), trees: [],
      scale: document.scaleAndBias?.scale ?? 1, bias: document.scaleAndBias?.bias ?? [0])
    try readTrees(document)
    try validate()
  }

  private mutating func readTrees(_ document: CatBoostDocument) throws(RankerModelError) {
    let indexes = conditions
    if let symmetric = document.symmetric {
      for tree in symmetric { trees.append(try self.tree(tree, indexes)) }
    } else if let nested = document.nested {
      for root in nested { trees.append(try self.tree(root, indexes)) }
    } else {
      throw RankerModelError(.malformed, "the model has neither oblivious_trees nor trees")
    }
    // A file from before multi-dimension bias has one number for all dimensions.
    if bias.count == 1, let first = trees.first, first.leafCount > 0 {
      let dimension = first.leafValues.count / first.leafCount
      if dimension > 1 { bias = Array(repeating: bias[0], count: dimension) }
    }
  }

  private static func floatFeature(
    _ position: Int, _ feature: CatBoostDocument.Float
  ) throws(RankerModelError) -> FloatFeature {
    guard feature.feature_index == position else {
      throw RankerModelError(.malformed, "float feature \(position) has index \(feature.feature_index)")
    }
    return FloatFeature(
      name: feature.feature_id ?? feature.feature_name ?? "", flatIndex: feature.flat_feature_index,
      hasNaNs: feature.has_nans ?? false, nanTreatment: feature.nan_value_treatment ?? .asIs,
      borders: (feature.borders ?? []).map { Float($0) })
  }

  private static func categoricalFeature(
    _ position: Int, _ feature: CatBoostDocument.Categorical
  ) throws(RankerModelError) -> CategoricalFeature {
    guard feature.feature_index == position else {
      throw RankerModelError(.malformed, "categorical feature \(position) has index \(feature.feature_index)")
    }
    return CategoricalFeature(
      name: feature.feature_id ?? feature.feature_name ?? "", flatIndex: feature.flat_feature_index,
      oneHotValues: feature.values ?? [])
  }
}

extension RankerModel {
  private func tree(
    _ tree: CatBoostDocument.SymmetricTree, _ conditions: [RankerTree.Condition]
  ) throws(RankerModelError) -> RankerTree {
    let splits = tree.splits ?? []
    guard splits.count <= Self.maximumDepth else {
      throw RankerModelError(
        .limitExceeded, "a tree has \(splits.count) splits, the limit is \(Self.maximumDepth)")
    }
    return RankerTree(
      shape: .symmetric(
        try splits.map { split throws(RankerModelError) in try condition(split, conditions) }),
      leafValues: tree.leaf_values,
      leafWeights: tree.leaf_weights ?? [])
  }

  private func tree(
    _ root: CatBoostDocument.Node, _ conditions: [RankerTree.Condition]
  ) throws(RankerModelError) -> RankerTree {
    var branches: [RankerTree.Branch] = []
    var values: [Double] = []
    var weights: [Double] = []
    /// Appends the subtree; returns its index, or ~index of a leaf. Depth is bounded by the JSON decoder's.
    func append(_ node: CatBoostDocument.Node) throws(RankerModelError) -> Int32 {
      if let split = node.split {
        guard let left = node.left, let right = node.right else {
          throw RankerModelError(.malformed, "a tree's split has no two children")
        }
        let index = branches.count
        branches.append(RankerTree.Branch(condition: try condition(split, conditions), left: 0, right: 0))
        branches[index].left = try append(left)
        branches[index].right = try append(right)
        return Int32(index)
      }
      guard let value = node.value else {
        throw RankerModelError(.malformed, "a tree's node has neither split nor value")
      }
      values.append(contentsOf: value.values)
      weights.append(node.weight ?? 0)
      return ~Int32(weights.count - 1)
    }
    _ = try append(root)
    return RankerTree(shape: .branching(branches), leafValues: values, leafWeights: weights)
  }

  /// `conditions` is the list that split_index counts in: a split by a statistic does not say which.
  private func condition(
    _ split: CatBoostDocument.Split, _ conditions: [RankerTree.Condition]
  ) throws(RankerModelError) -> RankerTree.Condition {
    switch split.split_type ?? "FloatFeature" {
    case "FloatFeature":
      guard let feature = split.float_feature_index, let border = split.border else { break }
      return .float(feature: feature, border: Float(border))
    case "OneHotFeature":
      guard let feature = split.cat_feature_index, let value = split.value else { break }
      return .oneHot(feature: feature, value: value)
    case "OnlineCtr":
      guard let index = split.split_index, conditions.indices.contains(index) else { break }
      if case .target = conditions[index] { return conditions[index] }
    case let other:
      throw .unsupported(part: "split type \(other)")
    }
    throw RankerModelError(.malformed, "a split lacks its feature, border or value")
  }
}

extension RankerModelError {
  static func unsupported(part: String) -> RankerModelError {
    RankerModelError(.unsupported, "the model uses \(part), which this reader does not serve")
  }
}
