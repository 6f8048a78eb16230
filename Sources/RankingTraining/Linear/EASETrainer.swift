internal import COpenBLAS
package import RankingCore

/// EASE (Steck, WWW 2019): the item-item ridge regression with zero diagonal, in closed form.
///
/// With P = (X'X + λ I)^-1, B_ij = -P_ij / P_jj off the diagonal. Row i of the result is item i's scale times
/// row i of B, so that the sum of rows over a history weighed by rating is the score.
package struct EASETrainer: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    package var regularization: Double
    package var scaling: LinearScaling
    /// Scores of item j are multiplied by (n_j / mean n)^outputExponent.
    package var outputExponent: Double
    /// Weighs pairs of items by how close together they were chosen; nil: plain EASE.
    package var proximity: Proximity?

    package init(
      regularization: Double, scaling: LinearScaling = LinearScaling(), outputExponent: Double = 0,
      proximity: Proximity? = nil
    ) {
      self.regularization = regularization
      self.proximity = proximity
      self.scaling = scaling
      self.outputExponent = outputExponent
    }
  }

  package let configuration: Configuration
  package let threads: Int

  package init(_ configuration: Configuration, threads: Int) {
    self.configuration = configuration
    self.threads = threads
  }

  /// The model for `interactions` over `items` items, [items, items].
  package func train(_ interactions: Interactions, items: Int) throws(TrainingError) -> Matrix<Float> {
    guard configuration.regularization > 0, configuration.regularization.isFinite else {
      throw TrainingError(
        .configuration, "ease.regularization must be > 0, got \(configuration.regularization)")
    }
    try configuration.scaling.check("ease")
    try configuration.proximity?.check("ease")
    try LinearScaling.check("ease.outputExponent", configuration.outputExponent)
    let data = SparseRows(interactions, items: items, weight: configuration.scaling.weight)
    let (scaled, scales) = configuration.scaling.apply(data)
    let gram = try ItemGram(
      scaled, proximity: configuration.proximity, blocks: RowBlocks(threads: threads))
    for item in 0..<items { gram.values.base[item * items + item] += configuration.regularization }
    try Self.invert(gram)
    let output = LinearScaling.scales(data.columnCounts(), exponent: configuration.outputExponent)
    return Self.model(gram, scales: scales, output: output)
  }

  /// Replaces the lower triangle (row-major) by that of the inverse.
  private static func invert(_ gram: ItemGram) throws(TrainingError) {
    openblas_set_num_threads(1)
    var n = Int32(gram.items)
    var info: Int32 = 0
    // Column-major "U" is the row-major lower triangle.
    dpotrf_("U", &n, gram.values.base, &n, &info)
    if info == 0 { dpotri_("U", &n, gram.values.base, &n, &info) }
    if info != 0 {
      throw TrainingError(.notFinite, "ease: X'X + λI is not positive definite at item \(info - 1)")
    }
  }

  private static func model(_ inverse: ItemGram, scales: [Float], output: [Float]) -> Matrix<Float> {
    let n = inverse.items
    let values = inverse.values.base
    return Matrix(rows: n, columns: n) { row, target in
      for column in 0..<n where column != row {
        let entry = column < row ? values[row * n + column] : values[column * n + row]
        target[column] = Float(-entry / values[column * n + column]) * scales[row] * output[column]
      }
    }
  }
}
