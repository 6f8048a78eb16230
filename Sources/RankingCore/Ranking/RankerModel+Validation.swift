extension RankerModel {
  /// Inputs a model may have; a flat index above it is refused.
  package static let maximumInputs = 1 << 20

  /// Deepest branching tree: walks over trees recurse.
  static let maximumBranchingDepth = 512

  /// Checks everything that scorers rely on: borders ascend, every condition names a known feature,
  /// leaf counts fit the dimension, branches lead forward.
  func validate() throws(RankerModelError) {
    guard dimension > 0 else { throw RankerModelError(.malformed, "the model has no output dimension") }
    for feature in floatFeatures { try Self.check(borders: feature.borders, of: feature.name) }
    for statistic in targetStatistics { try check(statistic) }
    let flat = floatFeatures.map(\.flatIndex) + categoricalFeatures.map(\.flatIndex)
    guard Set(flat).count == flat.count, flat.allSatisfy({ $0 >= 0 && $0 < Self.maximumInputs }) else {
      throw RankerModelError(.malformed, "flat feature indexes repeat or are out of range")
    }
    for (index, tree) in trees.enumerated() { try check(tree, index) }
  }

  private static func check(borders: [Float], of name: String) throws(RankerModelError) {
    guard borders.allSatisfy({ !$0.isNaN }), zip(borders, borders.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw RankerModelError(.malformed, "the borders of feature \"\(name)\" do not ascend")
    }
  }

  private func check(_ statistic: TargetStatistic) throws(RankerModelError) {
    try Self.check(borders: statistic.borders, of: statistic.identifier)
    for element in statistic.elements {
      let known =
        switch element {
        case .category(let feature), .oneHot(let feature, _): categoricalFeatures.indices.contains(feature)
        case .float(let feature, _): floatFeatures.indices.contains(feature)
        }
      guard known else {
        throw RankerModelError(.malformed, "statistic \(statistic.identifier) has an unknown feature")
      }
    }
    guard statistic.targetBorder >= 0, statistic.targetBorder < 1 << 16 else {
      throw RankerModelError(.malformed, "statistic \(statistic.identifier) has an unknown target border")
    }
    let table = statistic.table
    let needed =
      switch statistic.kind {
      case .counter, .featureFreq: 1
      case .binarizedTargetMeanValue, .floatTargetMeanValue: 2
      case .borders: 2
      case .buckets: max(1, statistic.targetBorder + 1)
      }
    guard table.stride >= needed,
      table.index.values.allSatisfy({ $0 >= 0 && $0 <= table.counts.count - table.stride })
    else {
      throw RankerModelError(.malformed, "the table of statistic \(statistic.identifier) is inconsistent")
    }
  }

  private func check(_ tree: RankerTree, _ index: Int) throws(RankerModelError) {
    guard tree.leafValues.count == tree.leafCount * dimension else {
      throw RankerModelError(
        .malformed,
        "tree \(index) has \(tree.leafValues.count) leaf values, expected \(tree.leafCount) x \(dimension)")
    }
    guard tree.leafWeights.isEmpty || tree.leafWeights.count == tree.leafCount else {
      throw RankerModelError(.malformed, "tree \(index) has \(tree.leafWeights.count) leaf weights")
    }
    switch tree.shape {
    case .symmetric(let conditions): for condition in conditions { try check(condition, index) }
    case .branching(let branches):
      var depths = [Int](repeating: 1, count: branches.count)
      for (position, branch) in branches.enumerated() {
        try check(branch.condition, index)
        for child in [Int(branch.left), Int(branch.right)] {
          // Children lie behind their parent, so that no walk can loop.
          guard child < 0 ? ~child < tree.leafCount : child > position && child < branches.count else {
            throw RankerModelError(.malformed, "tree \(index) has a branch to \(child)")
          }
          if child > 0 { depths[child] = depths[position] + 1 }
        }
      }
      guard depths.allSatisfy({ $0 <= Self.maximumBranchingDepth }) else {
        throw RankerModelError(
          .limitExceeded, "tree \(index) is deeper than the limit, \(Self.maximumBranchingDepth)")
      }
    }
  }

  private func check(_ condition: RankerTree.Condition, _ tree: Int) throws(RankerModelError) {
    let known =
      switch condition {
      case .float(let feature, let border):
        floatFeatures.indices.contains(feature) && floatFeatures[feature].borders.contains(border)
      case .oneHot(let feature, _): categoricalFeatures.indices.contains(feature)
      case .target(let statistic, _): targetStatistics.indices.contains(statistic)
      }
    guard known else {
      throw RankerModelError(.malformed, "tree \(tree) splits by an unknown feature or border: \(condition)")
    }
  }
}
