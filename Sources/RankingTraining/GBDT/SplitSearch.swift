internal import RankingCore

/// Grows one symmetric tree: level by level, the condition with the best score over all leaves.
///
/// Each level builds histograms of every leaf's smaller half only; the larger is the parent minus it.
final class SplitSearch {
  private let data: BinnedMatrix
  private let configuration: GBDTConfiguration
  private let kernels: HistogramKernels
  private let parallel: ParallelLoop
  /// Bins a histogram has room for.
  private let stride: Int
  /// [features] of [leaves][stride] sums.
  private let sums: [AlignedStorage<Int64>]
  private let entries: AlignedStorage<HistogramKernels.Entry>
  /// [rows]: leaf of the tree that is growing.
  let leaf: AlignedStorage<UInt16>

  init(
    _ data: BinnedMatrix, _ configuration: GBDTConfiguration, _ kernels: HistogramKernels,
    _ parallel: ParallelLoop
  ) {
    self.data = data
    self.configuration = configuration
    self.kernels = kernels
    self.parallel = parallel
    stride = ((data.borders.map(\.count).max() ?? 0) + 1 + 7) / 8 * 8
    let size = stride << (configuration.depth - 1)
    sums = data.borders.map { AlignedStorage(count: $0.isEmpty ? 0 : size) }
    entries = AlignedStorage(count: data.rowCount)
    leaf = AlignedStorage(count: data.rowCount, repeating: 0)
  }

  /// Splits of tree `tree`, chosen among `features` of `columns` on `rows`; `noise` is the deviation added
  /// to scores. Afterwards `leaf` holds the leaf of every row.
  func grow(
    tree: Int, columns: [AlignedStorage<UInt8>], features: [Int], rows: SampledRows, packed: PackedGradients,
    noise: Double
  ) -> [SymmetricSplit] {
    leaf.base.update(repeating: 0, count: data.rowCount)
    var splits: [SymmetricSplit] = []
    for level in 0..<configuration.depth {
      let plan = LevelPlan(level, sizes: sizes(level, rows), stride)
      let selected = select(plan, rows, packed)
      let options = HistogramKernels.ScoreOptions(
        weightBits: packed.weightBits, cosine: configuration.cosineScore, gradientUnit: packed.gradientUnit,
        weightUnit: packed.weightUnit, l2: max(configuration.l2, 1e-10))
      let batch = max(1, min(4, 6144 / (stride * max(1, 1 << level / 2))))
      var best = [Candidate?](repeating: nil, count: features.count)
      best.withUnsafeMutableBufferPointer { best in
        parallel.chunks(features.count, of: batch) { _, positions in
          fill(positions.map { features[$0] }, columns, plan, selected)
          for position in positions {
            best[position] = bestSplit(of: features[position], tree, level, options, noise)
          }
        }
      }
      guard let split = Candidate.best(best) else { break }
      splits.append(split)
      kernels.setBit(
        1 << UInt16(level), in: leaf.base, where: columns[split.feature].base,
        isAtLeast: UInt8(split.bin), count: data.rowCount)
    }
    return splits
  }

  /// Rows in each leaf of `level`.
  private func sizes(_ level: Int, _ rows: SampledRows) -> [Int] {
    guard level > 0 else { return [] }
    let leaves = 1 << level
    let partial = AlignedStorage<Int>(count: max(1, rows.counts.count * leaves), repeating: 0)
    parallel(rows.counts.count) { chunk in
      let (own, rows, sizes) = (
        rows.rows.base + chunk * SampledRows.chunkSize, rows.counts[chunk], partial.base + chunk * leaves
      )
      for index in 0..<rows { sizes[Int(leaf.base[Int(own[index])])] += 1 }
    }
    return (0..<leaves).map { leaf in
      rows.counts.indices.reduce(0) { $0 + partial.base[$1 * leaves + leaf] }
    }
  }

  /// Fills `entries`, chunk by chunk, with the rows whose histograms `plan` builds; returns how many each has.
  private func select(_ plan: LevelPlan, _ rows: SampledRows, _ packed: PackedGradients) -> [Int] {
    var counts = [Int](repeating: 0, count: rows.counts.count)
    counts.withUnsafeMutableBufferPointer { counts in
      parallel(rows.counts.count) { chunk in
        let start = chunk * SampledRows.chunkSize
        counts[chunk] = kernels.select(
          rows: rows.rows.base + start, count: rows.counts[chunk], leaf: leaf.base, leafOffset: plan.offsets,
          packed: packed.values.base, into: entries.base + start)
      }
    }
    return counts
  }

  /// Brings the histograms of `features` to this level.
  private func fill(
    _ features: [Int], _ columns: [AlignedStorage<UInt8>], _ plan: LevelPlan, _ selected: [Int]
  ) {
    for feature in features {
      (sums[feature].base + plan.firstNew * stride).update(repeating: 0, count: plan.newCount * stride)
    }
    for (chunk, count) in selected.enumerated() {
      kernels.accumulate(
        entries: entries.base + chunk * SampledRows.chunkSize, count: count,
        columns: features.map { UnsafePointer(columns[$0].base) }, sums: features.map { sums[$0].base })
    }
    guard plan.level > 0 else { return }
    for feature in features {
      for parent in 0..<plan.newCount {
        kernels.split(
          low: sums[feature].base + parent * stride,
          high: sums[feature].base + (parent + plan.firstNew) * stride, count: stride,
          highIsSmall: plan.highIsSmall[parent])
      }
    }
  }

  private func bestSplit(
    of feature: Int, _ tree: Int, _ level: Int, _ options: HistogramKernels.ScoreOptions, _ noise: Double
  ) -> Candidate? {
    let bins = data.borders[feature].count + 1
    guard bins > 1 else { return nil }
    var random = SeededRandom(seed: configuration.seed, tree, level, feature)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: bins) { scores in
      guard let base = scores.baseAddress else { return nil }
      kernels.score(
        options, sums: sums[feature].base, leaves: 1 << level, stride: stride, bins: bins, into: base)
      var best: Candidate?
      for border in 0..<bins - 1 {
        let score = noise > 0 ? base[border] + noise * random.normal() : base[border]
        if score > best?.score ?? -.infinity {
          best = Candidate(split: SymmetricSplit(feature: feature, bin: border + 1), score: score)
        }
      }
      return best
    }
  }
}

/// A condition and what it is worth.
private struct Candidate {
  var split: SymmetricSplit
  var score: Double

  /// The highest score; of equal ones the first.
  static func best(_ candidates: [Candidate?]) -> SymmetricSplit? {
    var best: Candidate?
    for case let candidate? in candidates where candidate.score > best?.score ?? -.infinity {
      best = candidate
    }
    return best?.split
  }
}
