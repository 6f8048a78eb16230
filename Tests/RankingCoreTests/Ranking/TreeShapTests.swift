import RankingCore
import Testing

/// Explanations equal CatBoost's, and add up.
@Suite struct TreeShapTests {
  @Test(arguments: [("floats", 10), ("classes", 6), ("categories", 10)])
  func contributionsEqualCatBoosts(kind: String, count: Int) throws {
    for test in try CatBoostOracle.cases(kind, count: count, seed: 5, explain: true) {
      let model = try RankerModel(cbm: test.cbm)
      let shap = try TreeShap(model)
      // CatBoost is not exact where a leaf stands beside a subtree: see below.
      let isExact = !test.name.contains("Lossguide") && !test.name.contains("Depthwise")
      for (index, expected) in test.shap.enumerated() {
        let found = try shap.contributions(row: test.rows[index], categories: test.categories[index])
        for k in 0..<model.dimension {
          let sum = found.features.reduce(found.base[k]) { $0 + $1[k] }
          let score = test.scores[index][k]
          #expect(abs(sum - score) < 1e-5 * max(1, abs(score)), "\(test.name), row \(index)")
          let worst = zip(found.features.map { $0[k] } + [found.base[k]], expected[k]).map { abs($0 - $1) }
            .max()
          #expect(!isExact || worst ?? 1 < 1e-4 * max(1, abs(score)), "\(test.name), row \(index)")
        }
      }
    }
  }

  /// CatBoost's values of trees with a leaf beside a subtree miss that leaf's weight and are not exact, so the
  /// judge here is the definition: all subsets of features.
  @Test func contributionsOfBranchingTreesAreExact() throws {
    for test in try CatBoostOracle.cases("branching", count: 6, seed: 5) {
      let model = try RankerModel(cbm: test.cbm)
      let shap = try TreeShap(model)
      for row in test.rows.prefix(5) {
        let found = try shap.contributions(row: row).features.map { $0[0] }
        let worst = zip(found, SubsetGame(model, row).shapleyValues()).map { abs($0 - $1) }.max()
        #expect(worst ?? 1 < 1e-9, "\(test.name)")
      }
    }
  }

  @Test(arguments: [("floats", 10), ("branching", 6), ("classes", 6), ("categories", 10)])
  func importancesEqualCatBoosts(kind: String, count: Int) throws {
    for test in try CatBoostOracle.cases(kind, count: count, seed: 6, explain: true) {
      let found = try RankerModel(cbm: test.cbm).predictionValuesChange()
      #expect(
        zip(found, test.importance).allSatisfy { abs($0 - $1) < 1e-6 },
        "\(test.name): \(found) \(test.importance)")
    }
  }
}
