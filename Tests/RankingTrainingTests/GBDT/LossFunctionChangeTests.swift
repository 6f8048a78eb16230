import Foundation
import RankingCore
import RankingTraining
import TestSupport
import Testing

@Suite struct LossFunctionChangeTests {
  /// With weights as well: CatBoost weighs rows within the softmax, and within the mean residual of QueryRMSE.
  @Test(arguments: [GBDTConfiguration.Loss.logloss, .queryRMSE, .querySoftMax], [false, true])
  func equalsCatBoosts(loss: GBDTConfiguration.Loss, isWeighted: Bool) throws {
    // CatBoost's name.
    let name = loss.rawValue.prefix(1).uppercased() + loss.rawValue.dropFirst()
    var matrix = SyntheticMatrix.make(groups: 30, groupSize: 20, features: 5, seed: 8, missing: 0.1)
    if isWeighted { matrix = matrix.weighted { Float(1 + $0 * 7 % 4) / 2 } }
    let (model, expected) = try TemporaryFolder.with { folder in
      try PoolWriter(matrix).write(to: folder.appending(path: "pool.tsv").path)
      // For pointwise losses CatBoost 1.2.10 looks at as many rows as there are groups, if there are any.
      let text = PoolWriter(matrix).description.text
      let columns = loss == .logloss ? text.replacing("GroupId", with: "Auxiliary") : text
      try Data(columns.utf8).write(to: folder.appending(path: "pool.cd"))
      let script = """
        import sys, numpy, catboost
        folder = sys.argv[1]
        pool = catboost.Pool(folder + '/pool.tsv', column_description=folder + '/pool.cd', has_header=True)
        model = catboost.CatBoost(dict(loss_function=sys.argv[2], iterations=15, depth=4, thread_count=1,
          allow_writing_files=False, verbose=False)).fit(pool)
        model.save_model(folder + '/model.cbm')
        change = model.get_feature_importance(pool, type='LossFunctionChange')
        numpy.asarray(change, numpy.float64).tofile(folder + '/change')
        """
      try Python.run(script, [folder.path, name])
      return (
        try RankerModel(cbm: [UInt8](Data(contentsOf: folder.appending(path: "model.cbm")))),
        [UInt8](try Data(contentsOf: folder.appending(path: "change"))).elements(Double.self)
      )
    }
    let found = try LossFunctionChange(loss: loss).importances(of: model, on: matrix)
    #expect(found.count == expected.count && expected.contains { abs($0) > 1e-3 })
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-5, "\(found) is not \(expected)") }
  }

  /// The gradients of training are those of the loss that is reported: a step along them lowers it.
  @Test(arguments: [GBDTConfiguration.Loss.queryRMSE, .querySoftMax, .logloss])
  func trainingLowersTheWeightedLoss(loss: GBDTConfiguration.Loss) throws {
    let matrix = SyntheticMatrix.make(groups: 30, groupSize: 20, features: 5, seed: 8)
      .weighted { $0 % 3 == 0 ? 9 : 0.1 }
    var configuration = GBDTConfiguration()
    (configuration.loss, configuration.randomStrength, configuration.learningRate) = (loss, 0, 0.3)
    var last = Double.infinity
    for trees in [1, 3, 10, 30] {
      configuration.trees = trees
      let model = try GBDTTrainer(configuration).train(matrix)
      let value = LossFunctionChange(loss: loss).value(try model.scores(of: matrix), matrix)
      #expect(value < last, "\(trees) trees")
      last = value
    }
  }

  @Test func refusesSeveralOutputs() throws {
    let matrix = SyntheticMatrix.make(groups: 3, groupSize: 5, features: 3, seed: 1)
    let model = RankerModel(
      floatFeatures: [.init(name: "feature 0", flatIndex: 0)],
      trees: [RankerTree(shape: .symmetric([]), leafValues: [1, 2], leafWeights: [15])], bias: [0, 0])
    #expect(
      throws: RankerModelError(.unsupported, "LossFunctionChange explains one output, the model has 2")
    ) {
      try LossFunctionChange(loss: .logloss).importances(of: model, on: matrix)
    }
  }

  @Test func rowsWithoutWeightDoNotCount() throws {
    let matrix = SyntheticMatrix.make(groups: 10, groupSize: 10, features: 3, seed: 2)
    var configuration = GBDTConfiguration()
    configuration.trees = 5
    let model = try GBDTTrainer(configuration).train(matrix)
    let change = try LossFunctionChange(loss: .querySoftMax).importances(
      of: model, on: matrix.weighted { $0 % 2 == 0 ? 0 : 1 })
    #expect(change.allSatisfy(\.isFinite) && change.contains { $0 != 0 }, "\(change)")
  }

  @Test func rankingMattersForThePairwiseLosses() throws {
    let matrix = SyntheticMatrix.make(groups: 30, groupSize: 20, features: 5, seed: 9)
    var configuration = GBDTConfiguration()
    configuration.loss = .lambdaMART
    configuration.trees = 20
    let model = try GBDTTrainer(configuration).train(matrix)
    let change = try LossFunctionChange(loss: .lambdaMART).importances(of: model, on: matrix)
    #expect(change[0] == change.max() && change[0] > 0.1)
  }
}
