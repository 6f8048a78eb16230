extension RankerModel {
  /// How much each feature changes scores: CatBoost's PredictionValuesChange, in the order of `featureNames`,
  /// summing to 100. Needs leaf weights.
  package func predictionValuesChange() throws(RankerModelError) -> [Double] {
    guard trees.allSatisfy({ $0.leafWeights.count == $0.leafCount }) else {
      throw RankerModelError(.unsupported, "the model has no leaf weights, importances need them")
    }
    let places = inputPlaces
    var effects = [Double](repeating: 0, count: places.count)
    for tree in trees {
      let report = { (condition: RankerTree.Condition, effect: Double) in
        let features = flatFeatures(of: condition).compactMap { places[$0] }
        for feature in features { effects[feature] += effect / Double(features.count) }
      }
      switch tree.shape {
      case .symmetric(let conditions): effect(conditions, tree, report)
      case .branching: _ = Self.effect(WeightedShape(tree).root, tree, dimension, report)
      }
    }
    let total = effects.reduce(0, +)
    return total > 0 ? effects.map { $0 / total * 100 } : effects
  }

  /// What shares a condition's effect evenly: each element of a target statistic counts.
  private func flatFeatures(of condition: RankerTree.Condition) -> [Int] {
    switch condition {
    case .float(let feature, _): [floatFeatures[feature].flatIndex]
    case .oneHot(let feature, _): [categoricalFeatures[feature].flatIndex]
    case .target(let statistic, _):
      targetStatistics[statistic].elements.map {
        switch $0 {
        case .category(let feature), .oneHot(let feature, _): categoricalFeatures[feature].flatIndex
        case .float(let feature, _): floatFeatures[feature].flatIndex
        }
      }
    }
  }

  /// Reports each pair of leaves that differ in one condition.
  private func effect(
    _ conditions: [RankerTree.Condition], _ tree: RankerTree, _ report: (RankerTree.Condition, Double) -> Void
  ) {
    for (depth, condition) in conditions.enumerated() {
      for low in 0..<tree.leafCount where low >> depth & 1 == 0 {
        let high = low | 1 << depth
        let (a, b) = (tree.leafWeights[low], tree.leafWeights[high])
        guard a + b > 0 else { continue }
        let distance = (0..<dimension).reduce(0) { sum, k in
          let difference = tree.leafValues[low * dimension + k] - tree.leafValues[high * dimension + k]
          return sum + difference * difference
        }
        report(condition, distance * a * b / (a + b))
      }
    }
  }

  /// Mean values and weight of a subtree; reports each branch's variance between its two sides.
  private static func effect(
    _ node: WeightedShape.Node, _ tree: RankerTree, _ dimension: Int,
    _ report: (RankerTree.Condition, Double) -> Void
  ) -> (mean: [Double], weight: Double) {
    switch node {
    case .leaf(let leaf):
      return (Array(tree.leafValues[leaf * dimension..<(leaf + 1) * dimension]), tree.leafWeights[leaf])
    case .branch(let condition, let left, let right, _):
      let (a, wa) = effect(left, tree, dimension, report)
      let (b, wb) = effect(right, tree, dimension, report)
      let weight = wa + wb
      guard weight > 0 else { return (a, 0) }
      let distance = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      report(condition, distance * wa * wb / weight)
      return (zip(a, b).map { ($0 * wa + $1 * wb) / weight }, weight)
    }
  }
}
