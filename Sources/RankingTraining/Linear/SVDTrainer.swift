package import RankingCore

/// Truncated singular value decomposition of the scaled data.
///
/// V's leading k columns come from the Gram matrix by subspace iteration from a seeded start; a history x
/// scores (x S) V V' where S scales by item. Served by `ProjectedSource`.
package struct SVDTrainer: Sendable {
  package struct Configuration: Codable, Sendable, Hashable {
    package var factors: Int
    package var scaling: LinearScaling
    /// Scores of item j are multiplied by (n_j / mean n)^outputExponent.
    package var outputExponent: Double
    /// Rounds of the subspace iteration.
    package var rounds: Int
    package var seed: UInt64

    package init(
      factors: Int, scaling: LinearScaling = LinearScaling(), outputExponent: Double = 0, rounds: Int = 30,
      seed: UInt64 = 1
    ) {
      self.factors = factors
      self.scaling = scaling
      self.outputExponent = outputExponent
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
    guard k >= 1, k <= items else {
      throw TrainingError(.configuration, "svd.factors must be 1...\(items), got \(k)")
    }
    let data = SparseRows(interactions, items: items, weight: configuration.scaling.weight)
    let (scaled, scales) = configuration.scaling.apply(data)
    let gram = try ItemGram(scaled, blocks: RowBlocks(threads: threads))
    let vectors = SubspaceIteration(
      dimension: items, wanted: k, rounds: configuration.rounds, seed: configuration.seed
    ).vectors(of: gram.values)
    let output = LinearScaling.scales(data.columnCounts(), exponent: configuration.outputExponent)
    func matrix(_ scale: [Float]) -> Matrix<Float> {
      Matrix(rows: items, columns: k) { row, target in
        for factor in 0..<k { target[factor] = Float(vectors.base[factor * items + row]) * scale[row] }
      }
    }
    return (matrix(scales), matrix(output))
  }
}
