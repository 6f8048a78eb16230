package import RankingCore

/// Ranks cold items by trees over all signals.
///
/// The trees learn from inner folds of the warm items, each fold hidden in turn and its signals computed without
/// it, so that a training row looks exactly like a row about a cold item.
package struct ColdItemRanker: Sendable {
  package let model: ColdItemModel
  package let seed: UInt64

  private static let folds = 8
  /// Rankers whose scores are summed, each from a seed of its own.
  private static let models = 3
  /// Share of pairs without an interaction that train.
  private static let negatives = 0.25
  /// Share of the kernel's z-scores in the blend.
  private static let kernelWeight: Float = 0.5

  package init(model: ColdItemModel, seed: UInt64) {
    self.model = model
    self.seed = seed
  }

  /// [users, cold] scores: z-scores of the trees' plus half the kernel's.
  package func scores(_ problem: ColdItemProblem, _ signals: ColdItemSignals) throws -> Matrix<Float> {
    var rows = Rows()
    var random = SeededRandom(seed: seed, 0x726F7773)
    for inner in problem.inner(folds: Self.folds, seed: seed) {
      rows.add(try model.signals(inner), inner.relevant, negatives: Self.negatives, &random)
    }
    let matrix = rows.matrix()
    var raw = try Self.score(try GBDTTrainer(configuration(0)).train(matrix), signals)
    for number in 1..<Self.models {
      let other = try Self.score(try GBDTTrainer(configuration(UInt64(number))).train(matrix), signals)
      raw = ColdItemSignals.sum(raw, 1, other)
    }
    guard let kernel = signals[.kernel] else { return raw }
    return ColdItemSignals.sum(
      ColdItemSignals.standardised(raw), Self.kernelWeight, ColdItemSignals.standardised(kernel))
  }

  private func configuration(_ number: UInt64) -> GBDTConfiguration {
    var configuration = GBDTConfiguration.defaults
    (configuration.trees, configuration.depth, configuration.learningRate) = (300, 6, 0.06)
    (configuration.l2, configuration.rowSampling, configuration.featureSampling) = (20, 0.7, 0.5)
    configuration.seed = seed &+ number &* 7919
    configuration.threads = model.threads
    return configuration
  }

  private static func score(_ ranker: RankerModel, _ signals: ColdItemSignals) throws -> Matrix<Float> {
    let quantised = try QuantisedRanker(ranker)
    let (users, items) = (signals.columns[0].scores.rows, signals.columns[0].scores.columns)
    let stride =
      (items + QuantisedRanker.blockSize - 1) / QuantisedRanker.blockSize * QuantisedRanker.blockSize
    let bins = AlignedStorage<UInt8>(count: signals.columns.count * stride, repeating: 0)
    let scores = AlignedStorage<Double>(count: stride, repeating: 0)
    var values: [Float] = []
    for user in 0..<users {
      for (feature, column) in signals.columns.enumerated() where quantised.isUsed(feature) {
        quantised.quantise(
          feature: feature, values: column.scores.base + user * column.scores.stride, count: items,
          into: bins.base + feature * stride)
      }
      quantised.score(bins: bins.base, stride: stride, count: items, into: scores.base)
      values += scores.buffer.prefix(items).map { Float($0) }
    }
    return Matrix(rows: users, columns: items, values)
  }

  /// Training rows, feature by feature.
  private struct Rows {
    private var names: [String] = []
    private var columns: [[Float]] = []
    private var labels: [Float] = []

    mutating func add(
      _ signals: ColdItemSignals, _ relevant: [[Int32]], negatives: Double, _ random: inout SeededRandom
    ) {
      if names.isEmpty {
        names = signals.columns.map(\.name)
        columns = names.map { _ in [] }
      }
      let width = signals.columns[0].scores.columns
      for (user, hidden) in relevant.enumerated() {
        let met = Set(hidden)
        let kept = (0..<width).filter { met.contains(Int32($0)) || random.uniform() < negatives }
        labels += kept.map { met.contains(Int32($0)) ? 1 : 0 }
        for (feature, column) in signals.columns.enumerated() {
          let line = column.scores[row: user]
          columns[feature] += kept.map { line[$0] }
        }
      }
    }

    func matrix() -> TrainingMatrix {
      TrainingMatrix(
        featureNames: names,
        features: Matrix(rows: names.count, columns: labels.count, columns.flatMap { $0 }), labels: labels,
        groupOffsets: [0, labels.count])
    }
  }
}
