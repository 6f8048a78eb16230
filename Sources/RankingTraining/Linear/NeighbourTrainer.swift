internal import Foundation
package import RankingCore

/// Item-item neighbourhood models from co-occurrence, each item keeping its strongest neighbours.
package struct NeighbourTrainer: Sendable {
  package enum Similarity: String, Codable, Sendable, Hashable {
    /// Cosine of the items' user vectors.
    case cosine
    /// Cosine after BM25 weighting of the data (k1 1.2, b 0.75), as in search engines.
    case bm25
    /// Two steps of a random walk, divided by popularity^beta (Paudel et al., TiiS 2017).
    case randomWalk
  }

  package struct Configuration: Codable, Sendable, Hashable {
    package var similarity: Similarity
    /// Neighbours an item keeps.
    package var neighbours: Int
    /// Power of the target's popularity a random walk is divided by.
    package var beta: Double
    /// Power the transition probabilities of a random walk are raised to.
    package var alpha: Double
    package var proximity: Proximity?

    package init(
      similarity: Similarity, neighbours: Int = 100, beta: Double = 0.6, alpha: Double = 1,
      proximity: Proximity? = nil
    ) {
      self.similarity = similarity
      self.neighbours = neighbours
      self.beta = beta
      self.alpha = alpha
      self.proximity = proximity
    }
  }

  package let configuration: Configuration
  package let threads: Int

  package init(_ configuration: Configuration, threads: Int) {
    self.configuration = configuration
    self.threads = threads
  }

  /// [items, items] for an `ItemModelSource` with uniform weights.
  package func train(_ interactions: Interactions, items: Int) throws(TrainingError) -> Matrix<Float> {
    guard configuration.neighbours > 0 else {
      throw TrainingError(.configuration, "neighbours must be > 0, got \(configuration.neighbours)")
    }
    try configuration.proximity?.check("neighbours")
    try LinearScaling.check("neighbours.alpha", configuration.alpha)
    try LinearScaling.check("neighbours.beta", configuration.beta)
    let data = SparseRows(interactions, items: items, weight: .uniform)
    let counts = data.columnCounts().map { Double(max(1, $0)) }
    let weighed = weigh(data, counts)
    let gram = try ItemGram(weighed, proximity: configuration.proximity, blocks: RowBlocks(threads: threads))
    return Matrix(rows: items, columns: items) { row, target in
      let scores = similarities(row, gram, counts)
      for column in strongest(scores) { target[column] = Float(scores[column]) }
    }
  }

  private func weigh(_ data: SparseRows, _ counts: [Double]) -> SparseRows {
    let lengths = (0..<data.rowCount).map { Double(max(1, data.range($0).count)) }
    let mean = lengths.reduce(0, +) / Double(max(1, lengths.count))
    let users = Double(data.rowCount)
    switch configuration.similarity {
    case .cosine:
      return data
    case .bm25:
      return data.mapValues { user, item, _ in
        let idf = log(1 + users) - log(counts[item])
        return Float(idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths[user] / mean)))
      }
    case .randomWalk:
      return data.mapValues { user, _, _ in Float(pow(lengths[user], -configuration.alpha / 2)) }
    }
  }

  private func similarities(_ row: Int, _ gram: ItemGram, _ counts: [Double]) -> [Double] {
    let n = gram.items
    let own = max(gram.values.base[row * n + row], 1e-12)
    return (0..<n).map { column in
      guard column != row else { return 0 }
      let value = gram.values.base[row * n + column]
      if configuration.similarity == .randomWalk {
        return value * pow(counts[row], -configuration.alpha) * pow(counts[column], -configuration.beta)
      }
      return value / (own * max(gram.values.base[column * n + column], 1e-12)).squareRoot()
    }
  }

  private func strongest(_ scores: [Double]) -> [Int] {
    guard configuration.neighbours < scores.count else { return Array(scores.indices) }
    let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
    return Array(order.prefix(configuration.neighbours))
  }
}
