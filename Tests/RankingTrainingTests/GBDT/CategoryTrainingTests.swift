import Foundation
import RankingCore
import RankingTraining
import TestSupport
import Testing

/// Categorical features in training: one-hot and ordered target statistics.
@Suite struct CategoryTrainingTests {
  @Test func categoriesHelpOnRowsNeverSeen() throws {
    let (train, held) = (matrix(seed: 1), matrix(seed: 2))
    let with = try GBDTTrainer(configuration()).train(train)
    let without = try GBDTTrainer(configuration()).train(numbersOnly(train))
    let gain =
      try with.ndcg(on: held, cutoff: 10) - without.ndcg(on: numbersOnly(held), cutoff: 10)
    #expect(gain > 0.1, "\(gain)")
    #expect(!with.targetStatistics.isEmpty && with.categoricalFeatures.contains { !$0.oneHotValues.isEmpty })
  }

  @Test(arguments: [1, 2])
  func catBoostScoresModelsWithCategoriesEqual(combined: Int) throws {
    for loss in [GBDTConfiguration.Loss.logloss, .querySoftMax] {
      var configuration = configuration()
      configuration.loss = loss
      configuration.categories?.combined = combined
      let matrix = matrix(seed: 3)
      let model = try GBDTTrainer(configuration).train(matrix)
      #expect(model.targetStatistics.contains { $0.elements.count == combined })
      let expected = try CatBoostJudge.scores(of: model.catBoostJSON(), matrix)
      let scores = try model.scores(of: matrix)
      #expect(scores.map(\.bitPattern) == expected.map(\.bitPattern), "\(loss), \(combined)")
    }
  }

  @Test func validationSeesWhatTheModelSays() throws {
    let (train, held) = (matrix(seed: 4), matrix(seed: 5))
    var last: Double?
    let model = try GBDTTrainer(configuration()).train(train, validation: held) {
      last = $0.validationMetric ?? last
      return true
    }
    #expect(try abs(model.ndcg(on: held, cutoff: 10) - #require(last)) < 1e-9)
  }

  @Test func bitsDoNotDependOnThreads() throws {
    let matrix = matrix(seed: 6)
    let models = try [1, 2, 5].map { threads in
      var configuration = configuration()
      configuration.threads = threads
      configuration.trees = 5
      return try GBDTTrainer(configuration).train(matrix).catBoostJSON()
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }

  /// A category of its own for each row says nothing before the row itself is counted.
  @Test func noRowSeesItsOwnLabel() throws {
    let base = matrix(seed: 7)
    let ids = CategoricalColumn(
      name: "id", flatIndex: base.featureCount, codes: base.labels.indices.map { Int32($0) },
      values: base.labels.indices.map { "row \($0)" })
    let unique = TrainingMatrix(
      featureNames: base.featureNames, features: base.features, categories: [ids], labels: base.labels,
      groupOffsets: base.groupOffsets)
    let model = try GBDTTrainer(configuration()).train(unique)
    #expect(model.targetStatistics.isEmpty)
  }

  private func configuration() -> GBDTConfiguration {
    var configuration = GBDTConfiguration()
    configuration.trees = 40
    configuration.depth = 4
    configuration.categories = .defaults
    configuration.categories?.oneHotLimit = 3
    return configuration
  }

  /// Synthetic rows whose labels also follow a word of three and a word of forty.
  private func matrix(seed: UInt64) -> TrainingMatrix {
    let base = SyntheticMatrix.make(groups: 60, groupSize: 30, features: 4, seed: seed, missing: 0.05)
    var state = seed &* 77
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let genre = base.labels.map { _ in Int32(below(3)) }
    let director = base.labels.map { _ in Int32(below(40)) }
    var labels = base.labels
    for row in labels.indices {
      let good = director[row] % 5 == 0 && genre[row] != 1
      labels[row] = good ? (below(10) < 8 ? 1 : 0) : (below(10) < 8 ? 0 : labels[row])
    }
    return TrainingMatrix(
      featureNames: base.featureNames, features: base.features,
      categories: [
        CategoricalColumn(name: "genre", flatIndex: 1, codes: genre, values: ["drama", "horror", "comedy"]),
        CategoricalColumn(
          name: "director", flatIndex: 5, codes: director, values: (0..<40).map { "person \($0)" }),
      ], labels: labels, groupOffsets: base.groupOffsets)
  }

  private func numbersOnly(_ matrix: TrainingMatrix) -> TrainingMatrix {
    TrainingMatrix(
      featureNames: matrix.featureNames, features: matrix.features, labels: matrix.labels,
      groupOffsets: matrix.groupOffsets)
  }
}
