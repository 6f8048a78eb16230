internal import RankingCore

/// Scores of the held-out rows as trees are added, and the best metric so far.
struct ValidationScores {
  private let matrix: TrainingMatrix
  private let data: BinnedMatrix
  private let scores: AlignedStorage<Double>
  private let leaf: AlignedStorage<UInt16>
  private(set) var bestMetric = -Double.infinity
  private(set) var bestTrees: Int?

  init(_ matrix: TrainingMatrix, _ data: BinnedMatrix) {
    self.matrix = matrix
    self.data = data
    scores = AlignedStorage(count: matrix.rowCount, repeating: 0)
    leaf = AlignedStorage(count: matrix.rowCount, repeating: 0)
  }

  func add(_ splits: [SymmetricSplit], leaves: [Double], _ kernels: HistogramKernels) {
    leaf.base.update(repeating: 0, count: matrix.rowCount)
    for (level, split) in splits.enumerated() {
      kernels.setBit(
        1 << UInt16(level), in: leaf.base, where: data.variants[0][split.feature].base,
        isAtLeast: UInt8(split.bin), count: matrix.rowCount)
    }
    for row in 0..<matrix.rowCount { scores.base[row] += leaves[Int(leaf.base[row])] }
  }

  /// NDCG now; remembers the best.
  mutating func measure(trees: Int, cutoff: Int) -> Double {
    let metric = NDCG.mean(of: scores.base, on: matrix, cutoff: cutoff)
    if metric > bestMetric {
      bestMetric = metric
      bestTrees = trees
    }
    return metric
  }
}
