/// All leaf values of a single-output model as integers of 28 bits, each measured from its tree's lowest leaf.
///
/// Integer sums are exact in any order, so every instruction set gives the same score.
struct FixedPointLeaves {
  static let bits = 28
  /// Share of the largest difference of two scores that rounding may change.
  static let tolerance = 1e-6

  /// [trees][leaves]
  let trees: [[UInt32]]
  /// score = base + step * (sum of leaves)
  let base: Double
  let step: Double
  /// Upper bound of the rounding of a score.
  let maximumError: Double

  init(_ model: RankerModel) throws(RankerModelError) {
    guard model.dimension == 1 else {
      throw RankerModelError(
        .unsupported, "the byte path serves one output, the model has \(model.dimension)")
    }
    let ranges = model.trees.map { Self.range($0.leafValues) }
    let widest = ranges.reduce(0) { max($0, $1.upperBound - $1.lowerBound) }
    guard widest.isFinite, model.trees.allSatisfy({ $0.leafValues.allSatisfy(\.isFinite) }) else {
      throw RankerModelError(.unsupported, "the byte path needs finite leaf values")
    }
    // A step of the smallest normal number keeps a model of constant trees finite.
    let step = max(widest / Double((1 << Self.bits) - 1), .leastNormalMagnitude)
    trees = zip(model.trees, ranges).map { tree, range in
      tree.leafValues.map { UInt32((($0 - range.lowerBound) / step).rounded()) }
    }
    base = model.scale * ranges.reduce(0) { $0 + $1.lowerBound } + model.bias[0]
    self.step = model.scale * step
    let tallest = trees.reduce(0) { $0 + Double($1.max() ?? 0) }
    // Of a scale next to nothing the product has lost bits, and every unit of a leaf counts them.
    maximumError = abs(model.scale) * step * (0.5 * Double(model.trees.count) + 1) + self.step.ulp * tallest
    guard base.isFinite && self.step.isFinite else {
      throw RankerModelError(.malformed, "scale, bias or leaf values are not finite")
    }
    try Self.check(
      maximumError, spread: abs(model.scale) * ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound })
    guard trees.reduce(0, { $0 + max($1.count, 64) }) <= Int(Int32.max) else {
      throw RankerModelError(.limitExceeded, "the model has more than \(Int32.max) leaves")
    }
  }

  /// - Parameter spread: the largest difference of two scores, if any leaves could meet.
  private static func check(_ error: Double, spread: Double) throws(RankerModelError) {
    guard error <= tolerance * spread || spread == 0 else {
      throw RankerModelError(
        .limitExceeded,
        "rounding leaf values to \(bits) bits could change a score by \(error), the limit is \(tolerance * spread)"
      )
    }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max(), low <= high else { return 0...0 }
    return low...high
  }
}
