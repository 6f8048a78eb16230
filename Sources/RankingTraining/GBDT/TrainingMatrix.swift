package import RankingCore

/// Rows to train a ranker on, feature by feature, grouped by user.
package struct TrainingMatrix: Sendable {
  package let featureNames: [String]
  /// [features, rows]: row f holds feature f of every training row; NaN is missing.
  package let features: Matrix<Float>
  /// [rows] relevance, 0 or above; 0 or 1 for Logloss.
  package let labels: [Float]
  /// [rows], or empty for 1 each.
  package let weights: [Float]
  /// Rows of group g are groupOffsets[g] ..< groupOffsets[g + 1]: one group a query, that is a user.
  package let groupOffsets: [Int]

  /// - Precondition: counts fit each other and `groupOffsets` ascends from 0 to the number of rows.
  package init(
    featureNames: [String], features: Matrix<Float>, labels: [Float], weights: [Float] = [],
    groupOffsets: [Int]
  ) {
    precondition(featureNames.count == features.rows && labels.count == features.columns)
    precondition(weights.isEmpty || weights.count == labels.count)
    precondition(groupOffsets.first == 0 && groupOffsets.last == labels.count)
    precondition(zip(groupOffsets, groupOffsets.dropFirst()).allSatisfy { $0 <= $1 })
    self.featureNames = featureNames
    self.features = features
    self.labels = labels
    self.weights = weights
    self.groupOffsets = groupOffsets
  }

  package var rowCount: Int { labels.count }
  package var featureCount: Int { features.rows }
  package var groupCount: Int { groupOffsets.count - 1 }
}
