/// The slow, exact scorer: float32 comparisons, float64 sums in tree order. Bit-equal to CatBoost's CPU
/// `predict(prediction_type="RawFormulaVal")`.
package struct ReferenceScorer: Sendable {
  package let model: RankerModel

  package init(_ model: RankerModel) { self.model = model }

  /// Raw scores [dimension] of one row: `row[i]` is the value of `floatFeatures[i]`, `categories[i]` the
  /// category of `categoricalFeatures[i]`. A row that is too short is an error.
  package func score(row: [Float], categories: [String] = []) throws(RankerModelError) -> [Double] {
    let inputs = try RowInputs(checking: model, row: row, categories: categories)
    let dimension = model.dimension
    var sums = [Double](repeating: 0, count: dimension)
    for tree in model.trees {
      let leaf = inputs.leaf(of: tree)
      for k in 0..<dimension { sums[k] += tree.leafValues[leaf * dimension + k] }
    }
    return sums.indices.map { model.scale * sums[$0] + model.bias[$0] }
  }

  /// Writes the scores of `count` rows of a model of one output without categories: `columns[f][i]` is the value of
  /// `floatFeatures[f]` in row i.
  func score(_ columns: FeatureColumns, count: Int, into scores: UnsafeMutablePointer<Double>) {
    precondition(model.dimension == 1 && model.categoricalFeatures.isEmpty)
    for row in 0..<count {
      let values = model.floatFeatures.indices.map { columns[$0][row] }
      // Cannot throw: the row fits the model.
      scores[row] = (try? score(row: values))?[0] ?? .nan
    }
  }
}
