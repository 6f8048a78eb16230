package import RankingCore

/// Trains a `RankerModel` of symmetric trees by gradient boosting.
///
/// For a seed the model's bits depend on the data and the configuration only, not on the thread count.
package struct GBDTTrainer: Sendable {
  package let configuration: GBDTConfiguration

  package init(_ configuration: GBDTConfiguration = .defaults) throws(GBDTError) {
    try configuration.validate()
    self.configuration = configuration
  }

  /// Trains on `matrix`. With `validation` rows NDCG is measured on them, training stops early where the
  /// configuration says so, and the best number of trees is kept. `progress` is called after each tree, on
  /// the calling thread; returning false from it stops training with the trees so far.
  package func train(
    _ matrix: TrainingMatrix, validation: TrainingMatrix? = nil,
    progress: (TrainingProgress) -> Bool = { _ in true }
  ) throws(GBDTError) -> RankerModel {
    guard matrix.rowCount > 0, matrix.rowCount < 1 << 31 else {
      throw GBDTError("\(matrix.rowCount) training rows, allowed is 1 to \((1 << 31) - 1)")
    }
    try configuration.check(matrix)
    if let validation { try configuration.check(validation, isValidation: true) }
    if let validation, !validation.hasInputs(of: matrix) {
      throw GBDTError("the validation rows have other features than the training rows")
    }
    guard let kernels = HistogramKernels() else { throw GBDTError("no kernels for this processor") }
    let parallel = ParallelLoop(threads: configuration.threads)
    let data = try BinnedMatrix(matrix, configuration, parallel)
    var held: ValidationScores?
    if let validation {
      held = try ValidationScores(validation, BinnedMatrix(validation, like: data, parallel))
    }
    let boosting = try Boosting(matrix, data, configuration, kernels, parallel)
    try boosting.run(&held, progress)
    return boosting.model(trees: configuration.earlyStoppingRounds > 0 ? held?.bestTrees : nil)
  }
}

extension TrainingMatrix {
  /// Whether the features are the same, by name and place.
  fileprivate func hasInputs(of other: TrainingMatrix) -> Bool {
    featureNames == other.featureNames
      && categories.map { [$0.name, String($0.flatIndex)] }
        == other.categories.map { [$0.name, String($0.flatIndex)] }
  }
}
