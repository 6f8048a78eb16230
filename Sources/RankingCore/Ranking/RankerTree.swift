/// One tree of a model.
package struct RankerTree: Sendable, Hashable {
  /// A yes-no question about one row.
  package enum Condition: Sendable, Hashable {
    /// value > border, strictly, in float32; `feature` indexes `RankerModel.floatFeatures`.
    case float(feature: Int, border: Float)
    /// Hash of the category == value; `feature` indexes `RankerModel.categoricalFeatures`.
    case oneHot(feature: Int, value: Int32)
    /// statistic > border, strictly, in float32; `statistic` indexes `RankerModel.targetStatistics`.
    case target(statistic: Int, border: Float)
  }

  /// An inner node of a tree that is not symmetric.
  package struct Branch: Sendable, Hashable {
    package var condition: Condition
    /// Where a false condition leads: index of a branch, or ~index of a leaf.
    package var left: Int32
    /// Where a true condition leads.
    package var right: Int32

    package init(condition: Condition, left: Int32, right: Int32) {
      self.condition = condition
      self.left = left
      self.right = right
    }
  }

  package enum Shape: Sendable, Hashable {
    /// Leaf = sum over d of bit(conditions[d]) << d.
    case symmetric([Condition])
    /// Branches in preorder, the root first; empty: a single leaf.
    case branching([Branch])
  }

  package var shape: Shape
  /// [leaves * dimension], the dimensions of one leaf together.
  package var leafValues: [Double]
  /// Training weight that fell into each leaf; empty where the file has none.
  package var leafWeights: [Double]

  package init(shape: Shape, leafValues: [Double], leafWeights: [Double] = []) {
    self.shape = shape
    self.leafValues = leafValues
    self.leafWeights = leafWeights
  }

  package var leafCount: Int {
    switch shape {
    case .symmetric(let conditions): 1 << conditions.count
    case .branching(let branches): branches.count + 1
    }
  }
}
