/// Exact path-dependent SHAP values of a model (Lundberg et al. 2018), with the leaf weights of training as
/// background; agrees with CatBoost's `get_feature_importance(type="ShapValues")`.
///
/// A condition on a combination of features is one player, whose value its features share evenly.
package struct TreeShap: Sendable {
  /// What each feature adds to one row's score.
  package struct Contributions: Sendable {
    /// [features in the order of `featureNames`][dimension]
    package var features: [[Double]]
    /// [dimension]: the expected score; with all features' values it sums to the raw score.
    package var base: [Double]
  }

  private let model: RankerModel
  private let players: PlayerTable
  /// [trees]
  private let shapes: [WeightedShape]

  /// - Throws: when the model's trees have no leaf weights.
  package init(_ model: RankerModel) throws(RankerModelError) {
    guard model.trees.allSatisfy({ $0.leafWeights.count == $0.leafCount }) else {
      throw RankerModelError(.unsupported, "the model has no leaf weights, SHAP values need them")
    }
    self.model = model
    players = PlayerTable(model)
    shapes = model.trees.map { WeightedShape($0) }
  }

  package func contributions(
    row: [Float], categories: [String] = []
  ) throws(RankerModelError) -> Contributions {
    let inputs = try RowInputs(checking: model, row: row, categories: categories)
    let dimension = model.dimension
    var values = [Double](repeating: 0, count: players.sets.count * dimension)
    var base = model.bias
    for (tree, shape) in zip(model.trees, shapes) {
      let walk = ShapWalk(tree: tree, shape: shape, dimension: dimension, players: players, inputs: inputs)
      walk.run(&values)
      for k in 0..<dimension { base[k] += model.scale * walk.expected(k) }
    }
    let places = model.inputPlaces
    var features = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: places.count)
    for (player, set) in players.sets.enumerated() {
      for feature in set.compactMap({ places[$0] }) {
        for k in 0..<dimension {
          features[feature][k] += model.scale * values[player * dimension + k] / Double(set.count)
        }
      }
    }
    return Contributions(features: features, base: base)
  }
}
