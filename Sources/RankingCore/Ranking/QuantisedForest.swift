internal import CKernels

/// A model's trees as the kernel reads them (`rk_forest` in CKernels.h).
struct QuantisedForest: Sendable {
  /// Leaves are integers of this many bits.
  static let leafBits = 28
  /// Deepest tree whose leaves fit one byte permute.
  static let planeDepth = 6

  let depths: AlignedStorage<UInt8>
  let splits: AlignedStorage<rk_split>
  let leaves: AlignedStorage<UInt32>
  let leafStarts: AlignedStorage<UInt32>
  let planes: AlignedStorage<UInt8>?
  let base: Double
  let step: Double
  let maximumError: Double

  init(_ model: RankerModel) throws(RankerModelError) {
    guard model.dimension == 1 else {
      throw RankerModelError(
        .unsupported, "the byte path serves one output, the model has \(model.dimension)")
    }
    let conditions = try model.trees.map { tree throws(RankerModelError) in try Self.conditions(of: tree) }
    depths = AlignedStorage(conditions.map { UInt8($0.count) })
    splits = AlignedStorage(
      try conditions.joined().map { condition throws(RankerModelError) in
        try Self.split(condition, model)
      })
    let leafRange = model.trees.map { Self.range($0.leafValues) }
    let widest = leafRange.reduce(0) { max($0, $1.upperBound - $1.lowerBound) }
    guard widest.isFinite, model.trees.allSatisfy({ $0.leafValues.allSatisfy(\.isFinite) }) else {
      throw RankerModelError(.unsupported, "the byte path needs finite leaf values")
    }
    // A step of the smallest normal number keeps a model of constant trees finite.
    let step = max(widest / Double((1 << Self.leafBits) - 1), .leastNormalMagnitude)
    var starts: [UInt32] = []
    var fixed: [UInt32] = []
    for (tree, range) in zip(model.trees, leafRange) {
      starts.append(UInt32(truncatingIfNeeded: fixed.count))
      fixed += tree.leafValues.map { UInt32((($0 - range.lowerBound) / step).rounded()) }
      let padding = (1 << Self.planeDepth) - tree.leafValues.count
      if padding > 0 { fixed += Array(repeating: 0, count: padding) }
    }
    guard fixed.count <= Int(UInt32.max) else {
      throw RankerModelError(
        .limitExceeded, "the model has \(fixed.count) leaves, the limit is \(UInt32.max)")
    }
    leaves = AlignedStorage(fixed)
    leafStarts = AlignedStorage(starts)
    let isShallow = conditions.allSatisfy { $0.count <= Self.planeDepth }
    planes = isShallow ? Self.planes(fixed) : nil
    base = model.scale * leafRange.reduce(0) { $0 + $1.lowerBound } + model.bias[0]
    self.step = model.scale * step
    maximumError = abs(model.scale) * step * (0.5 * Double(model.trees.count) + 1)
    guard base.isFinite && self.step.isFinite else {
      throw RankerModelError(.malformed, "scale, bias or leaf values are not finite")
    }
  }

  /// 7 bits of each leaf a plane, 64 leaves and four planes a tree.
  private static func planes(_ leaves: [UInt32]) -> AlignedStorage<UInt8> {
    let planes = AlignedStorage<UInt8>(count: leaves.count * 4)
    for (index, leaf) in leaves.enumerated() {
      for plane in 0..<4 {
        planes.base[index / 64 * 256 + plane * 64 + index % 64] = UInt8(leaf >> (7 * plane) & 127)
      }
    }
    return planes
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double> {
    guard let low = values.min(), let high = values.max(), low <= high else { return 0...0 }
    return low...high
  }
}

extension QuantisedForest {
  private static func conditions(of tree: RankerTree) throws(RankerModelError) -> [RankerTree.Condition] {
    guard case .symmetric(let conditions) = tree.shape else {
      throw RankerModelError(.unsupported, "the byte path serves symmetric trees only")
    }
    return conditions
  }

  /// value > borders[k] is the same as bin >= k + 1.
  private static func split(
    _ condition: RankerTree.Condition, _ model: RankerModel
  ) throws(RankerModelError) -> rk_split {
    guard case .float(let feature, let border) = condition else {
      throw RankerModelError(.unsupported, "the byte path serves numeric features only")
    }
    guard let rank = model.floatFeatures[feature].borders.firstIndex(of: border) else {
      throw RankerModelError(.malformed, "feature \(feature) has no border \(border)")
    }
    return rk_split(feature: UInt32(feature), bin: UInt32(rank + 1))
  }
}

extension AlignedStorage {
  /// A copy of `values`.
  package convenience init(_ values: [Element]) {
    self.init(count: values.count)
    _ = buffer.initialize(from: values)
  }
}
