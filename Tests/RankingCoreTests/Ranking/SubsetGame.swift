import RankingCore

/// The SHAP game by its definition: the expected score when only a subset of the features is known.
struct SubsetGame {
  private let model: RankerModel
  private let row: [Float]

  init(_ model: RankerModel, _ row: [Float]) {
    self.model = model
    self.row = row
  }

  func shapleyValues() -> [Double] {
    let count = row.count
    let worth = (0..<1 << count).map(worth)
    return (0..<count).map { feature in
      worth.indices.filter { $0 >> feature & 1 == 0 }.reduce(0) { sum, subset in
        let size = subset.nonzeroBitCount
        let share = factorial(size) * factorial(count - size - 1) / factorial(count)
        return sum + share * (worth[subset | 1 << feature] - worth[subset])
      }
    }
  }

  private func factorial(_ n: Int) -> Double { (0..<n).reduce(1) { $0 * Double($1 + 1) } }

  private func worth(_ known: Int) -> Double {
    model.trees.reduce(0) { sum, tree in
      guard case .branching(let branches) = tree.shape else { return sum }
      return sum + mean(branches.isEmpty ? -1 : 0, branches, tree, known).value
    }
  }

  /// Expected value of a subtree, and its weight.
  private func mean(
    _ node: Int32, _ branches: [RankerTree.Branch], _ tree: RankerTree, _ known: Int
  ) -> (value: Double, weight: Double) {
    if node < 0 { return (tree.leafValues[Int(~node)], tree.leafWeights[Int(~node)]) }
    let branch = branches[Int(node)]
    let left = mean(branch.left, branches, tree, known)
    let right = mean(branch.right, branches, tree, known)
    let weight = left.weight + right.weight
    guard case .float(let feature, let border) = branch.condition else { return (0, 0) }
    if known >> feature & 1 == 1 || weight == 0 {
      return (isAbove(feature, border) ? right.value : left.value, weight)
    }
    return ((left.value * left.weight + right.value * right.weight) / weight, weight)
  }

  private func isAbove(_ feature: Int, _ border: Float) -> Bool {
    let input = model.floatFeatures[feature]
    if row[feature].isNaN { return input.hasNaNs && input.nanTreatment == .asTrue }
    return row[feature] > border
  }
}
