internal import CKernels

/// The serving path: single-output trees over numeric features, scored on byte bins.
///
/// A bin is the number of the feature's borders below the value. Leaves are 28-bit fixed point, so that
/// scores have the same bits on every instruction set and differ from `ReferenceScorer`'s by at most
/// `maximumError`.
package final class QuantisedRanker: Sendable {
  /// Candidates are scored in blocks of this many; a row of bins is readable up to a multiple of it.
  package static let blockSize = 64
  /// Borders a byte bin can tell apart.
  package static let maximumBorders = 255

  let features: [BorderTree]
  private let trees: Trees
  private let kernels: KernelTable

  private enum Trees: Sendable {
    case symmetric(QuantisedForest)
    case branching(QuantisedBranches)
  }

  /// - Parameters:
  ///   - sharedFeatures: those whose bin all candidates of a call have in common, so that it is looked at once.
  ///   - instructionSet: forces a kernel table of that name; nil takes the fastest.
  /// - Throws: when the model has several outputs or its trees use categories; `RankerModelError.limitExceeded`
  ///   when a feature has more than 255 borders or leaves of 28 bits are too coarse, which `ReferenceScorer`
  ///   scores all the same.
  package init(
    _ model: RankerModel, sharedFeatures: Set<Int> = [], instructionSet: String? = nil
  ) throws(RankerModelError) {
    guard let kernels = KernelTable(instructionSet) else {
      throw RankerModelError(.unsupported, "no kernels for \(instructionSet ?? "this processor")")
    }
    self.kernels = kernels
    trees =
      model.isSymmetric
      ? .symmetric(try QuantisedForest(model, sharedFeatures: sharedFeatures))
      : .branching(try QuantisedBranches(model))
    features = try model.floatFeatures.map { feature throws(RankerModelError) in try BorderTree(feature) }
  }

  /// Numeric inputs of the model: rows of bins.
  package var featureCount: Int { features.count }

  /// Whether any tree asks about the feature; rows of unused features are never read.
  package func isUsed(_ feature: Int) -> Bool { features[feature].isUsed }

  /// Upper bound of |score - reference score|, from rounding leaves.
  package var maximumError: Double {
    switch trees {
    case .symmetric(let forest): forest.maximumError
    case .branching(let forest): forest.maximumError
    }
  }

  /// Bins `count` values of one feature.
  package func quantise(
    feature: Int, values: UnsafePointer<Float>, count: Int, into bins: UnsafeMutablePointer<UInt8>
  ) {
    let tree = features[feature]
    var borders = rk_borders(tree: tree.entries.base, levels: tree.levels, nan_bin: tree.nanBin)
    kernels.table.pointee.quantise(&borders, values, count, bins)
  }

  /// The bin of one value, to be broadcast over all candidates.
  package func quantise(feature: Int, value: Float) -> UInt8 { features[feature].bin(of: value) }

  /// Scores `count` candidates whose bin for feature f is `bins[f * stride + candidate]`; `stride` is at
  /// least `count` rounded up to a multiple of `blockSize`.
  package func score(
    bins: UnsafePointer<UInt8>, stride: Int, count: Int, into scores: UnsafeMutablePointer<Double>
  ) {
    precondition(count >= 0 && stride >= (count + Self.blockSize - 1) / Self.blockSize * Self.blockSize)
    switch trees {
    case .symmetric(let forest): forest.score(kernels, bins, stride: stride, count: count, into: scores)
    case .branching(let forest): forest.score(kernels, bins, stride: stride, count: count, into: scores)
    }
  }
}
