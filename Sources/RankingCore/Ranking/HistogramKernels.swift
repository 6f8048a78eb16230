internal import CKernels

/// The training kernels of CKernels, for RankingTraining: histograms of packed integer sums.
///
/// A packed value is (gradient << weightBits) + weight, both quantised to integers, so that sums are exact
/// and one addition moves both. Pointers are valid for the counts that the arguments say.
package struct HistogramKernels: Sendable {
  /// A training row in a leaf whose histogram is being built.
  package struct Entry: BitwiseCopyable, Sendable {
    var row: UInt32
    var offset: UInt32
    var packed: Int64
  }

  /// How packed sums become a score.
  package struct ScoreOptions: Sendable {
    package var weightBits: Int
    /// Cosine of gradients and leaf values; false: reduction of squared error.
    package var cosine: Bool
    /// Real value of one unit of the packed integers.
    package var gradientUnit: Double
    package var weightUnit: Double
    package var l2: Double

    package init(weightBits: Int, cosine: Bool, gradientUnit: Double, weightUnit: Double, l2: Double) {
      self.weightBits = weightBits
      self.cosine = cosine
      self.gradientUnit = gradientUnit
      self.weightUnit = weightUnit
      self.l2 = l2
    }
  }

  private let kernels: KernelTable

  /// The kernels of `instructionSet`, or the fastest; nil where this processor lacks it.
  package init?(instructionSet: String? = nil) {
    guard let kernels = KernelTable(instructionSet) else { return nil }
    self.kernels = kernels
  }

  /// Keeps those of `rows` whose leaf has an offset; returns how many of `entries` (room for `count`) it wrote.
  package func select(
    rows: UnsafePointer<UInt32>, count: Int, leaf: UnsafePointer<UInt16>, leafOffset: UnsafePointer<Int32>,
    packed: UnsafePointer<Int64>, into entries: UnsafeMutablePointer<Entry>
  ) -> Int {
    entries.withMemoryRebound(to: rk_histogram_entry.self, capacity: count) {
      kernels.table.pointee.histogram_rows(rows, count, leaf, leafOffset, packed, $0)
    }
  }

  /// sums[f][offset + columns[f][row]] += packed for each of `entries` and every feature.
  package func accumulate(
    entries: UnsafePointer<Entry>, count: Int, columns: [UnsafePointer<UInt8>],
    sums: [UnsafeMutablePointer<Int64>]
  ) {
    precondition(columns.count == sums.count)
    let columns = columns.map(Optional.init)
    let sums = sums.map(Optional.init)
    entries.withMemoryRebound(to: rk_histogram_entry.self, capacity: count) {
      kernels.table.pointee.histogram($0, count, columns, sums, columns.count)
    }
  }

  /// `low` holds a parent, `high` its smaller child; afterwards they hold the children of bit 0 and bit 1.
  package func split(
    low: UnsafeMutablePointer<Int64>, high: UnsafeMutablePointer<Int64>, count: Int, highIsSmall: Bool
  ) {
    kernels.table.pointee.histogram_split(low, high, count, highIsSmall ? 1 : 0)
  }

  /// scores[b] of the condition bin > b, b < bins - 1, over `leaves` histograms `stride` apart.
  package func score(
    _ options: ScoreOptions, sums: UnsafePointer<Int64>, leaves: Int, stride: Int, bins: Int,
    into scores: UnsafeMutablePointer<Double>
  ) {
    precondition(bins >= 1 && bins <= 256)
    var options = rk_score_options(
      weight_bits: Int32(options.weightBits), cosine: options.cosine ? 1 : 0,
      gradient_unit: options.gradientUnit, weight_unit: options.weightUnit, l2: options.l2)
    kernels.table.pointee.histogram_scores(&options, sums, leaves, stride, bins, scores)
  }

  /// leaf[i] |= bit where column[i] >= bin.
  package func setBit(
    _ bit: UInt16, in leaf: UnsafeMutablePointer<UInt16>, where column: UnsafePointer<UInt8>,
    isAtLeast bin: UInt8, count: Int
  ) {
    kernels.table.pointee.leaf_bit(leaf, column, count, bin, bit)
  }
}
