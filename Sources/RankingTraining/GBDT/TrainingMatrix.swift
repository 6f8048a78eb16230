package import RankingCore

/// Rows to train a ranker on, feature by feature, grouped by user.
package struct TrainingMatrix: Sendable {
  /// Names of the numeric features.
  package let featureNames: [String]
  /// [features, rows]: row f holds numeric feature f of every training row; NaN is missing.
  package let features: Matrix<Float>
  /// Inputs that are words, in flat order.
  package let categories: [CategoricalColumn]
  /// [rows] relevance, 0 or above; 0 or 1 for Logloss.
  package let labels: [Float]
  /// [rows], or empty for 1 each.
  package let weights: [Float]
  /// Rows of group g are groupOffsets[g] ..< groupOffsets[g + 1]: one group a query, that is a user.
  package let groupOffsets: [Int]

  /// - Precondition: counts fit each other and `groupOffsets` ascends from 0 to the number of rows.
  package init(
    featureNames: [String], features: Matrix<Float>, categories: [CategoricalColumn] = [], labels: [Float],
    weights: [Float] = [], groupOffsets: [Int]
  ) {
    precondition(featureNames.count == features.rows && labels.count == features.columns)
    precondition(categories.allSatisfy { $0.codes.count == labels.count })
    precondition(zip(categories, categories.dropFirst()).allSatisfy { $0.flatIndex < $1.flatIndex })
    precondition(weights.isEmpty || weights.count == labels.count)
    precondition(groupOffsets.first == 0 && groupOffsets.last == labels.count)
    precondition(zip(groupOffsets, groupOffsets.dropFirst()).allSatisfy { $0 <= $1 })
    self.featureNames = featureNames
    self.features = features
    self.categories = categories
    self.labels = labels
    self.weights = weights
    self.groupOffsets = groupOffsets
  }

  package var rowCount: Int { labels.count }
  package var featureCount: Int { features.rows }
  package var groupCount: Int { groupOffsets.count - 1 }

  /// Names of all inputs in flat order.
  package var inputNames: [String] {
    let inputs = zip(flatIndexes, featureNames).map { ($0, $1) } + categories.map { ($0.flatIndex, $0.name) }
    return inputs.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Position of each numeric feature among all inputs: those that no category takes, in order.
  package var flatIndexes: [Int] {
    let taken = Set(categories.map(\.flatIndex))
    return Array((0..<featureCount + categories.count).filter { !taken.contains($0) }.prefix(featureCount))
  }
}
