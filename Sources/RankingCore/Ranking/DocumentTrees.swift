/// Turns the trees of a JSON model into ours.
struct DocumentTrees {
  /// The list that split_index counts in: a split by a statistic does not say which.
  let conditions: [RankerTree.Condition]
  let places: FeaturePlaces

  func tree(_ tree: CatBoostDocument.SymmetricTree) throws(RankerModelError) -> RankerTree {
    let splits = tree.splits ?? []
    guard splits.count <= RankerModel.maximumDepth else {
      throw RankerModelError(
        .limitExceeded, "a tree has \(splits.count) splits, the limit is \(RankerModel.maximumDepth)")
    }
    return RankerTree(
      shape: .symmetric(try splits.map { split throws(RankerModelError) in try condition(split) }),
      leafValues: tree.leaf_values,
      leafWeights: tree.leaf_weights ?? [])
  }

  func tree(_ root: CatBoostDocument.Node) throws(RankerModelError) -> RankerTree {
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
        branches.append(RankerTree.Branch(condition: try condition(split), left: 0, right: 0))
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

  private func condition(_ split: CatBoostDocument.Split) throws(RankerModelError) -> RankerTree.Condition {
    switch split.split_type ?? "FloatFeature" {
    case "FloatFeature":
      guard let feature = split.float_feature_index, let border = split.border else { break }
      return .float(feature: try places.float(feature), border: Float(border))
    case "OneHotFeature":
      guard let feature = split.cat_feature_index, let value = split.value else { break }
      return .oneHot(feature: try places.category(feature), value: value)
    case "OnlineCtr":
      guard let index = split.split_index, conditions.indices.contains(index) else { break }
      if case .target = conditions[index] { return conditions[index] }
    case let other:
      throw .unsupported(part: "split type \(other)")
    }
    throw RankerModelError(.malformed, "a split lacks its feature, border or value")
  }
}
