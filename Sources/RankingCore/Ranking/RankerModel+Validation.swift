extension RankerModel {
  /// Inputs a model may have; a flat index above it is refused.
  package static let maximumInputs = 1 << 20

  /// Deepest branching tree: walks over trees recurse, and readers of JSON nest no deeper than 512.
  static let maximumBranchingDepth = 256

  /// Checks everything that scorers and writers rely on: features come in flat order, borders ascend, every
  /// condition is one that a feature declares, leaf counts fit the dimension, branches lead forward, numbers are finite.
  func validate() throws(RankerModelError) {
    guard dimension > 0 else { throw RankerModelError(.malformed, "the model has no output dimension") }
    try Self.check(finite: [scale] + bias, "scale or bias")
    try checkFlatIndexes()
    for feature in floatFeatures { try Self.check(borders: feature.borders, of: feature.name) }
    var tables: Set<String> = []
    for statistic in targetStatistics {
      try check(statistic)
      if tables.insert(statistic.identifier).inserted { try Self.check(tableOf: statistic) }
    }
    let declared = Set(conditions)
    for (index, tree) in trees.enumerated() { try check(tree, index, declared) }
  }

  private static func check(finite values: [Double], _ what: String) throws(RankerModelError) {
    if let value = values.first(where: { !$0.isFinite }) {
      throw RankerModelError(.malformed, "\(what) is \(value)")
    }
  }

  private func checkFlatIndexes() throws(RankerModelError) {
    let flat = [floatFeatures.map(\.flatIndex), categoricalFeatures.map(\.flatIndex)]
    for indexes in flat where !zip(indexes, indexes.dropFirst()).allSatisfy({ $0 < $1 }) {
      throw RankerModelError(.malformed, "the features are not in the order of their flat indexes")
    }
    let all = flat.joined()
    guard Set(all).count == all.count, all.allSatisfy({ $0 >= 0 && $0 < Self.maximumInputs }) else {
      throw RankerModelError(.malformed, "flat feature indexes repeat or are out of range")
    }
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
    try Self.check(
      finite: [statistic.priorNumerator, statistic.priorDenominator, statistic.shift, statistic.scale].map {
        Double($0)
      }, "a prior, shift or scale of statistic \(statistic.identifier)")
    let needed =
      switch statistic.kind {
      case .counter, .featureFreq: 1
      case .binarizedTargetMeanValue, .floatTargetMeanValue: 2
      case .borders: 2
      case .buckets: max(1, statistic.targetBorder + 1)
      }
    guard statistic.table.stride >= needed else {
      throw RankerModelError(
        .malformed,
        "the table of statistic \(statistic.identifier) has \(statistic.table.stride) counts a row, "
          + "\(needed) are needed")
    }
  }

  private static func check(tableOf statistic: TargetStatistic) throws(RankerModelError) {
    let table = statistic.table
    try check(finite: table.counts, "a count of statistic \(statistic.identifier)")
    guard
      table.index.values.allSatisfy({ $0 >= 0 && $0 <= table.counts.count - table.stride })
    else {
      throw RankerModelError(.malformed, "the table of statistic \(statistic.identifier) is inconsistent")
    }
  }

  private func check(
    _ tree: RankerTree, _ index: Int, _ declared: Set<RankerTree.Condition>
  ) throws(RankerModelError) {
    guard tree.leafValues.count == tree.leafCount * dimension else {
      throw RankerModelError(
        .malformed,
        "tree \(index) has \(tree.leafValues.count) leaf values, expected \(tree.leafCount) x \(dimension)")
    }
    guard tree.leafWeights.isEmpty || tree.leafWeights.count == tree.leafCount else {
      throw RankerModelError(.malformed, "tree \(index) has \(tree.leafWeights.count) leaf weights")
    }
    try Self.check(finite: tree.leafValues, "a leaf value of tree \(index)")
    try Self.check(finite: tree.leafWeights, "a leaf weight of tree \(index)")
    switch tree.shape {
    case .symmetric(let conditions):
      for condition in conditions { try Self.check(condition, index, declared) }
    case .branching(let branches):
      var depths = [Int](repeating: 1, count: branches.count)
      for (position, branch) in branches.enumerated() {
        try Self.check(branch.condition, index, declared)
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

  /// What features do not declare would have no place in what is written and explained.
  private static func check(
    _ condition: RankerTree.Condition, _ tree: Int, _ declared: Set<RankerTree.Condition>
  ) throws(RankerModelError) {
    guard declared.contains(condition) else {
      throw RankerModelError(
        .malformed, "tree \(tree) splits by a feature, border or value that is not declared: \(condition)")
    }
  }
}
