internal import Foundation
internal import RankingCore

/// The state of one training run.
final class Boosting {
  private let matrix: TrainingMatrix
  private let data: BinnedMatrix
  private let configuration: GBDTConfiguration
  private let kernels: HistogramKernels
  private let parallel: ParallelLoop
  private let objective: any Objective
  private let search: SplitSearch
  private let scores: AlignedStorage<Double>
  private let gradient: AlignedStorage<Double>
  private let hessian: AlignedStorage<Double>
  private var sampled: SampledRows
  private var packed: PackedGradients
  private var trees: [GrownModel.Tree] = []

  /// Rows summed by one thread at a time; sums are merged in order of the chunks.
  private static let chunkSize = 1 << 15

  init(
    _ matrix: TrainingMatrix, _ data: BinnedMatrix, _ configuration: GBDTConfiguration,
    _ kernels: HistogramKernels, _ parallel: ParallelLoop
  ) throws(GBDTError) {
    self.matrix = matrix
    self.data = data
    self.configuration = configuration
    self.kernels = kernels
    self.parallel = parallel
    objective = configuration.objective
    search = SplitSearch(data, configuration, kernels, parallel)
    scores = AlignedStorage(count: matrix.rowCount, repeating: 0)
    gradient = AlignedStorage(count: matrix.rowCount, repeating: 0)
    hessian = AlignedStorage(count: matrix.rowCount, repeating: 0)
    sampled = SampledRows(rowCount: matrix.rowCount)
    packed = try PackedGradients(matrix)
  }

  /// Grows all trees, or fewer where validation or `progress` says so.
  ///
  /// - Throws: when the scores have grown beyond all numbers.
  func run(_ held: inout ValidationScores?, _ progress: (TrainingProgress) -> Bool) throws(GBDTError) {
    let clock = ContinuousClock()
    let start = clock.now
    for tree in 0..<configuration.trees {
      let splits = try grow(tree)
      if splits.isEmpty { return }
      let (leaves, weights) = estimateLeaves(splits.count, tree)
      trees.append(GrownModel.Tree(splits: splits, leaves: leaves, weights: weights))
      held?.add(splits, leaves: leaves, kernels)
      let isMeasured = (tree + 1) % configuration.metricPeriod == 0 || tree + 1 == configuration.trees
      let metric = isMeasured ? held?.measure(trees: tree + 1, cutoff: configuration.metricCutoff) : nil
      let report = TrainingProgress(
        treesDone: tree + 1, treesTotal: configuration.trees, validationMetric: metric,
        elapsed: clock.now - start)
      guard progress(report), !hasStalled(held, tree + 1) else { return }
    }
  }

  private func hasStalled(_ held: ValidationScores?, _ done: Int) -> Bool {
    guard configuration.earlyStoppingRounds > 0, let best = held?.bestTrees else { return false }
    return done - best >= configuration.earlyStoppingRounds
  }

  /// Chooses the splits of tree `tree`.
  private func grow(_ tree: Int) throws(GBDTError) -> [SymmetricSplit] {
    derivatives(tree)
    guard packed.pack(gradient.base, count: matrix.rowCount, parallel) else {
      throw GBDTError(
        "training diverges: a gradient of tree \(tree) is beyond all bounds; learningRate is \(configuration.learningRate)"
      )
    }
    if configuration.rowSampling < 1 {
      sampled.draw(
        share: configuration.rowSampling, SeededRandom(seed: configuration.seed, tree, -2), parallel)
    }
    let usable = data.borders.indices.filter { !data.borders[$0].isEmpty }
    let features = usable.sampled(
      share: configuration.featureSampling, SeededRandom(seed: configuration.seed, tree, -1))
    return search.grow(
      tree: tree, columns: data.variants[tree % data.variants.count], features: features, rows: sampled,
      packed: packed, noise: noiseDeviation(tree))
  }

  /// CatBoost's: falls as the model grows.
  private func noiseDeviation(_ tree: Int) -> Double {
    guard configuration.randomStrength > 0 else { return 0 }
    let count = Double(matrix.rowCount)
    let squares = sums { rows, _, sum in
      for row in rows { sum[0] += self.gradient.base[row] * self.gradient.base[row] }
    }
    let left = count * exp(-Double(tree) * configuration.learningRate)
    return configuration.randomStrength * (squares[0] / count).squareRoot() * left / (1 + left)
  }

  private func derivatives(_ iteration: Int) {
    matrix.labels.withUnsafeBufferPointer { labels in
      matrix.weights.withUnsafeBufferPointer { weights in
        guard let labels = labels.baseAddress else { return }
        let data = LossRows(
          labels: labels, weights: weights.isEmpty ? nil : weights.baseAddress, scores: scores.base,
          gradient: gradient.base, hessian: hessian.base)
        derivatives(iteration, of: data)
      }
    }
  }

  private func derivatives(_ iteration: Int, of data: LossRows) {
    guard objective.isGrouped else {
      return parallel.chunks(matrix.rowCount, of: Self.chunkSize) { chunk, rows in
        objective.derivatives(rows, group: chunk, iteration: iteration, of: data)
      }
    }
    let offsets = matrix.groupOffsets
    parallel.chunks(matrix.groupCount, of: 8) { _, groups in
      for group in groups {
        objective.derivatives(
          offsets[group]..<offsets[group + 1], group: group, iteration: iteration, of: data)
      }
    }
  }

  /// Newton steps for the tree just grown; moves `scores`. Returns the leaves' values, scaled by the
  /// learning rate, and their weights.
  private func estimateLeaves(_ depth: Int, _ tree: Int) -> (values: [Double], weights: [Double]) {
    let leaves = 1 << depth
    var values = [Double](repeating: 0, count: leaves)
    var weights = [Double](repeating: 0, count: leaves)
    for iteration in 0..<configuration.leafIterations {
      if iteration > 0 { derivatives(tree) }
      let sums = leafSums(leaves)
      var step = [Double](repeating: 0, count: leaves)
      for leaf in 0..<leaves {
        let (g, h) = (sums[3 * leaf], sums[3 * leaf + 1])
        weights[leaf] = sums[3 * leaf + 2]
        step[leaf] =
          weights[leaf] == 0 ? 0 : configuration.learningRate * g / max(h + configuration.l2, 1e-10)
        values[leaf] += step[leaf]
      }
      let (scores, leaf) = (scores.base, search.leaf.base)
      parallel.chunks(matrix.rowCount, of: Self.chunkSize) { _, rows in
        for row in rows { scores[row] += step[Int(leaf[row])] }
      }
    }
    return (values.map(Self.readable), weights)
  }

  /// To 12 decimals or 15 digits: CatBoost's JSON reader is exact only for numbers of at most 15 digits.
  private static func readable(_ value: Double) -> Double {
    if abs(value) < 1000 { return (value * 1e12).rounded() / 1e12 }
    return Double(String(format: "%.15g", value)) ?? value
  }

  /// [leaves][gradient, hessian, weight].
  private func leafSums(_ leaves: Int) -> [Double] {
    let (gradient, hessian, leaf) = (gradient.base, hessian.base, search.leaf.base)
    let weights = matrix.weights
    return sums(3 * leaves) { rows, _, sum in
      for row in rows {
        let at = 3 * Int(leaf[row])
        sum[at] += gradient[row]
        sum[at + 1] += hessian[row]
        sum[at + 2] += weights.isEmpty ? 1 : Double(weights[row])
      }
    }
  }

  /// `count` sums over all rows, added chunk by chunk in order.
  private func sums(
    _ count: Int = 1, _ body: (Range<Int>, Int, UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    let chunks = (matrix.rowCount + Self.chunkSize - 1) / Self.chunkSize
    let partial = AlignedStorage<Double>(count: chunks * count, repeating: 0)
    parallel.chunks(matrix.rowCount, of: Self.chunkSize) { chunk, rows in
      body(rows, chunk, partial.base + chunk * count)
    }
    return (0..<count).map { index in
      (0..<chunks).reduce(0) { $0 + partial.base[$1 * count + index] }
    }
  }

  /// The first `trees` trees, or all, with the borders that they use.
  func model(trees limit: Int?) -> RankerModel {
    GrownModel(matrix, data, trees: Array(trees.prefix(limit ?? trees.count))).model
  }
}

extension [Int] {
  /// A share of the elements, at least one, in their order.
  fileprivate func sampled(share: Double, _ random: SeededRandom) -> [Int] {
    guard share < 1, !isEmpty else { return self }
    var random = random
    let count = Swift.max(1, Int((Double(self.count) * share).rounded()))
    return Array(shuffled(using: &random).prefix(count)).sorted()
  }
}
