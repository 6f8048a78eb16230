package import RankingCore

/// Truncated singular value decomposition of the scaled data.
///
/// V's leading k columns come from the Gram matrix by subspace iteration from a seeded start; a history x
/// scores (x S) V D V' where S scales by item and D = s / (s + λ) shrinks the directions of small
/// eigenvalues s. Served by `ProjectedSource`.
package struct SVDTrainer: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    package var factors: Int
    /// λ; 0 keeps all k directions alike.
    package var regularization: Double
    package var scaling: LinearScaling
    /// Scores of item j are multiplied by (n_j / mean n)^outputExponent.
    package var outputExponent: Double
    /// Weighs pairs of items by how close together they were chosen; nil: all alike.
    package var proximity: Proximity?
    /// Rounds of the subspace iteration.
    package var rounds: Int
    package var seed: UInt64

    package init(
      factors: Int, regularization: Double = 0, scaling: LinearScaling = LinearScaling(),
      outputExponent: Double = 0, proximity: Proximity? = nil, rounds: Int = 30, seed: UInt64 = 1
    ) {
      self.factors = factors
      self.regularization = regularization
      self.scaling = scaling
      self.outputExponent = outputExponent
      self.proximity = proximity
      self.rounds = rounds
      self.seed = seed
    }
  }

  package let configuration: Configuration
  package let threads: Int

  package init(_ configuration: Configuration, threads: Int) {
    self.configuration = configuration
    self.threads = threads
  }

  /// `projection` and `items` of a `ProjectedSource`, both [items, factors].
  package func train(
    _ interactions: Interactions, items: Int
  ) throws(TrainingError) -> (projection: Matrix<Float>, items: Matrix<Float>) {
    let k = configuration.factors
    guard k >= 1, k <= items, (0...1e300).contains(configuration.regularization) else {
      throw TrainingError(
        .configuration,
        "svd needs 1...\(items) factors and λ >= 0, got \(k) and \(configuration.regularization)")
    }
    try configuration.scaling.check("svd")
    try configuration.proximity?.check("svd")
    try LinearScaling.check("svd.outputExponent", configuration.outputExponent)
    let data = SparseRows(interactions, items: items, weight: configuration.scaling.weight)
    let (scaled, scales) = configuration.scaling.apply(data)
    let gram = try ItemGram(
      scaled, proximity: configuration.proximity, blocks: RowBlocks(threads: threads))
    let (values, vectors) = try SubspaceIteration(
      dimension: items, wanted: k, rounds: configuration.rounds, seed: configuration.seed
    ).solve(gram.values)
    let shrink = values.map { $0 > 0 ? $0 / ($0 + configuration.regularization) : 0 }
    let output = LinearScaling.scales(data.columnCounts(), exponent: configuration.outputExponent)
    func matrix(_ scale: [Float], _ factorScale: [Double]) -> Matrix<Float> {
      Matrix(rows: items, columns: k) { row, target in
        for factor in 0..<k {
          target[factor] = Float(vectors.base[factor * items + row] * factorScale[factor]) * scale[row]
        }
      }
    }
    return (matrix(scales, shrink), matrix(output, [Double](repeating: 1, count: k)))
  }
}
