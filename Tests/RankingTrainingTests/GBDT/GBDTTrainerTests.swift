import Foundation
import RankingCore
import RankingTraining
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
    let model = try GBDTTrainer(configuration).train(matrix, validation: held)
    #expect(model.trees.count < 300)
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
