import Foundation
import RankingCore
import RankingTraining
import TestSupport
import Testing

@Suite struct GBDTTrainerTests {
  @Test(arguments: GBDTConfiguration.Loss.allCases)
  func learnsToRank(loss: GBDTConfiguration.Loss) throws {
    var configuration = GBDTConfiguration()
    configuration.loss = loss
    configuration.trees = 60
    configuration.depth = 4
    let matrix = SyntheticMatrix.make(groups: 60, groupSize: 30, features: 8, seed: 1)
    let held = SyntheticMatrix.make(groups: 60, groupSize: 30, features: 8, seed: 2)
    var metrics: [Double] = []
    let model = try GBDTTrainer(configuration).train(matrix, validation: held) {
      if let metric = $0.validationMetric { metrics.append(metric) }
      return true
    }
    #expect(model.trees.count == 60)
    #expect(metrics.last! > 0.75, "\(loss): \(metrics)")
  }

  @Test(arguments: GBDTConfiguration.Loss.allCases)
  func bitsDoNotDependOnThreads(loss: GBDTConfiguration.Loss) throws {
    let matrix = SyntheticMatrix.make(groups: 300, groupSize: 150, features: 6, seed: 3)
    let models = try [1, 2, 5].map { threads in
      var configuration = GBDTConfiguration()
      configuration.loss = loss
      configuration.trees = 5
      configuration.rowSampling = 0.7
      configuration.featureSampling = 0.7
      configuration.leafIterations = 2
      configuration.permutations = 2
      configuration.threads = threads
      return try GBDTTrainer(configuration).train(matrix).catBoostJSON()
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }

  @Test func stopsEarlyAndKeepsTheBest() throws {
    var configuration = GBDTConfiguration()
    configuration.trees = 400
    configuration.learningRate = 0.5
    configuration.earlyStoppingRounds = 20
    let matrix = SyntheticMatrix.make(groups: 10, groupSize: 20, features: 8, seed: 4)
    let held = SyntheticMatrix.make(groups: 40, groupSize: 20, features: 8, seed: 5)
    var metrics: [(trees: Int, metric: Double)] = []
    let model = try GBDTTrainer(configuration).train(matrix, validation: held) {
      if let metric = $0.validationMetric { metrics.append(($0.treesDone, metric)) }
      return true
    }
    let best = try #require(metrics.max { ($0.metric, $1.trees) < ($1.metric, $0.trees) })
    #expect(model.trees.count == best.trees && best.trees < 300)
    #expect(metrics.last?.trees == best.trees + 20)
    #expect(try abs(model.ndcg(on: held, cutoff: 10) - best.metric) < 1e-9)
  }

  /// Where the better half of the rows has no weight, the model learns what the others say.
  @Test func rowsCountByTheirWeight() throws {
    let base = SyntheticMatrix.make(groups: 60, groupSize: 30, features: 4, seed: 12)
    // Every second group has its labels turned around.
    let mixed = base.labelled { row in row / 30 % 2 == 0 ? base.labels[row] : 1 - base.labels[row] }
    var configuration = GBDTConfiguration()
    configuration.trees = 40
    for loss in GBDTConfiguration.Loss.allCases {
      configuration.loss = loss
      let right = try GBDTTrainer(configuration).train(mixed.weighted { $0 / 30 % 2 == 0 ? 1 : 0.001 })
      let wrong = try GBDTTrainer(configuration).train(mixed.weighted { $0 / 30 % 2 == 0 ? 0.001 : 1 })
      let gain = try right.ndcg(on: base, cutoff: 10) - wrong.ndcg(on: base, cutoff: 10)
      #expect(gain > 0.3, "\(loss): \(gain)")
    }
  }

  @Test(arguments: [
    (GBDTConfiguration.Loss.logloss, Float(1.5), "the label of row 4 is 1.5, logloss allows 0.0 to 1.0"),
    (.logloss, .nan, "the label of row 4 is nan, logloss allows 0.0 to 1.0"),
    (.lambdaMART, 1024, "the label of row 4 is 1024.0, lambdaMART allows 0.0 to 31.0"),
    (.yetiRank, 1e30, "the label of row 4 is 1e+30, yetiRank allows 0.0 to 31.0"),
    (.querySoftMax, -1, "the label of row 4 is -1.0, querySoftMax allows 0.0 to 1e+09"),
    (.queryRMSE, .infinity, "the label of row 4 is inf, queryRMSE allows -1e+09 to 1e+09"),
  ])
  func refusesLabelsOfNoValue(loss: GBDTConfiguration.Loss, label: Float, message: String) throws {
    var configuration = GBDTConfiguration()
    configuration.loss = loss
    let base = SyntheticMatrix.make(groups: 2, groupSize: 10, features: 3, seed: 1)
    let trainer = try GBDTTrainer(configuration)
    #expect(throws: GBDTError(message)) {
      try trainer.train(base.labelled { $0 == 3 ? label : base.labels[$0] })
    }
  }

  @Test func refusesWhatValidationHasNoMetricFor() throws {
    let base = SyntheticMatrix.make(groups: 2, groupSize: 10, features: 3, seed: 1)
    let trainer = try GBDTTrainer()
    #expect(throws: GBDTError("the label of validation row 1 is 1025.0, NDCG allows 0.0 to 31.0")) {
      try trainer.train(base, validation: base.labelled { _ in 1025 })
    }
    #expect(throws: GBDTError("the weight of row 2 is -1.0, allowed are numbers from 0")) {
      try trainer.train(base.weighted { $0 == 1 ? -1 : 1 })
    }
  }

  @Test func tellsThatItDiverges() throws {
    var configuration = GBDTConfiguration()
    (configuration.loss, configuration.learningRate, configuration.l2) = (.queryRMSE, 10, 0)
    (configuration.trees, configuration.randomStrength) = (2000, 0)
    let matrix = SyntheticMatrix.make(groups: 2, groupSize: 10, features: 3, seed: 1)
    let error = #expect(throws: GBDTError.self) { try GBDTTrainer(configuration).train(matrix) }
    #expect(error?.message.contains("learningRate is 10.0") ?? false, "\(error as Any)")
  }

  /// Rows come in groups of one size, and a feature repeats with it.
  @Test func bordersAreNotBlindToEvenGroups() throws {
    let rows = 400_000
    let values = (0..<rows).map { Float($0 % 2) }
    let matrix = TrainingMatrix(
      featureNames: ["parity"], features: Matrix(rows: 1, columns: rows, values), labels: values,
      groupOffsets: [0, rows])
    var configuration = GBDTConfiguration()
    (configuration.trees, configuration.depth) = (1, 1)
    let model = try GBDTTrainer(configuration).train(matrix)
    #expect(model.floatFeatures[0].borders == [0.5])
  }

  /// Leaves of any size have at most 15 digits, which CatBoost reads exactly.
  @Test func catBoostReadsLargeLeavesExactly() throws {
    var configuration = GBDTConfiguration()
    (configuration.loss, configuration.trees) = (.queryRMSE, 10)
    let base = SyntheticMatrix.make(groups: 20, groupSize: 20, features: 3, seed: 14)
    let matrix = base.labelled { row in base.labels[row] * 7_654_321 + Float(row % 7) * 12_345 }
    let model = try GBDTTrainer(configuration).train(matrix)
    #expect(model.trees.contains { $0.leafValues.contains { abs($0) > 100_000 } })
    let expected = try CatBoostJudge.scores(of: model.catBoostJSON(), matrix)
    #expect(try model.scores(of: matrix).map(\.bitPattern) == expected.map(\.bitPattern))
  }

  @Test func refusesSettingsByName() {
    var configuration = GBDTConfiguration()
    configuration.depth = 11
    #expect(throws: GBDTError("depth is 11.0, allowed is 1.0 to 10.0")) { try GBDTTrainer(configuration) }
  }

  @Test func catBoostScoresOurModelsEqual() throws {
    for loss in GBDTConfiguration.Loss.allCases {
      var configuration = GBDTConfiguration()
      configuration.loss = loss
      configuration.trees = 20
      let matrix = SyntheticMatrix.make(groups: 40, groupSize: 20, features: 6, seed: 6, missing: 0.1)
      let model = try GBDTTrainer(configuration).train(matrix)
      let rows = (0..<matrix.rowCount).map { row in
        (0..<matrix.featureCount).map { matrix.features[row: $0][row] }
      }
      let scorer = ReferenceScorer(model)
      let expected = try CatBoostJudge.scores(of: model.catBoostJSON(), rows: rows)
      let scores = try rows.map { try scorer.score(row: $0)[0] }
      let worst = zip(scores, expected).map { abs($0 - $1) }.max() ?? 0
      let isEqual = scores.map(\.bitPattern) == expected.map(\.bitPattern)
      #expect(isEqual, "\(loss): off by \(worst)")
    }
  }
}
