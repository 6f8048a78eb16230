import RankingCore

/// Whatever loads scores, is explained and written, and reads back as the same model; on bytes and slowly the scores
/// are close.
func fuzzModel(_ read: () throws -> RankerModel) {
  guard let model = try? read() else { return }
  let categories = model.categoricalFeatures.map(\.inputName)
  let values: [Float] = [0, 1, -1e30, .nan, .infinity]
  let rows = values.map { value in
    model.floatFeatures.indices.map { $0 % 2 == 0 ? value : 0.5 }
  }
  for row in rows { score(model, row, categories) }
  _ = try? model.predictionValuesChange()
  // Explaining takes the product of outputs, features and leaves.
  if model.dimension * (model.floatFeatures.count + model.categoricalFeatures.count) < 1 << 16,
    model.trees.allSatisfy({ $0.leafCount <= 256 })
  {
    _ = try? TreeShap(model).contributions(row: rows[0], categories: categories)
  }
  let again = try? RankerModel(catBoostJSON: model.catBoostJSON())
  precondition(again?.trees.count == model.trees.count, "a model that was written does not read back")
  precondition(again?.featureNames == model.featureNames, "features changed their names")
}

private func score(_ model: RankerModel, _ row: [Float], _ categories: [String]) {
  guard let expected = try? ReferenceScorer(model).score(row: row, categories: categories) else {
    preconditionFailure("a row that fits does not score")
  }
  guard categories.isEmpty, let ranker = try? QuantisedRanker(model) else { return }
  let stride = QuantisedRanker.blockSize
  var bins = [UInt8](repeating: 0, count: stride * ranker.featureCount)
  for feature in 0..<ranker.featureCount where ranker.isUsed(feature) {
    bins[feature * stride] = ranker.quantise(feature: feature, value: row[feature])
  }
  var found = 0.0
  ranker.score(bins: bins, stride: stride, count: 1, into: &found)
  var size = abs(expected[0])
  for tree in model.trees { size += tree.leafValues.reduce(0) { max($0, abs($1 * model.scale)) } }
  let bound = ranker.maximumError + 1e-9 * size
  precondition(!(abs(found - expected[0]) > bound), "\(found) is not \(expected[0])")
}
