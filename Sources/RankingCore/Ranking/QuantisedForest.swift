internal import CKernels

/// A model's symmetric trees as the kernel reads them (`rk_forest` in CKernels.h).
struct QuantisedForest: Sendable {
  /// Deepest tree whose leaves fit one byte permute.
  static let planeDepth = 6

  private let depths: AlignedStorage<UInt8>
  private let splits: AlignedStorage<rk_split>
  private let leaves: AlignedStorage<UInt32>
  private let leafStarts: AlignedStorage<UInt32>
  private let planes: AlignedStorage<UInt8>?
  private let base: Double
  private let step: Double
  let maximumError: Double

  init(_ model: RankerModel) throws(RankerModelError) {
    let fixed = try FixedPointLeaves(model)
    let conditions = try model.trees.map { tree throws(RankerModelError) in try Self.conditions(of: tree) }
    depths = AlignedStorage(conditions.map { UInt8($0.count) })
    splits = AlignedStorage(
      try conditions.joined().map { condition throws(RankerModelError) in
        try condition.split(in: model)
      })
    var starts: [UInt32] = []
    var leaves: [UInt32] = []
    for tree in fixed.trees {
      starts.append(UInt32(truncatingIfNeeded: leaves.count))
      leaves += tree
      leaves += Array(repeating: 0, count: max(0, (1 << Self.planeDepth) - tree.count))
    }
    self.leaves = AlignedStorage(leaves)
    leafStarts = AlignedStorage(starts)
    let isShallow = conditions.allSatisfy { $0.count <= Self.planeDepth }
    planes = isShallow ? Self.planes(leaves) : nil
    base = fixed.base
    step = fixed.step
    maximumError = fixed.maximumError
  }

  func score(
    _ kernels: KernelTable, _ bins: UnsafePointer<UInt8>, stride: Int, count: Int,
    into scores: UnsafeMutablePointer<Double>
  ) {
    var forest = rk_forest(
      trees: depths.count, depths: depths.base, splits: splits.base, leaves: leaves.base,
      leaf_starts: leafStarts.base, planes: planes.map { UnsafePointer($0.base) }, base: base, step: step)
    kernels.table.pointee.trees(&forest, bins, stride, count, scores)
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

  private static func conditions(of tree: RankerTree) throws(RankerModelError) -> [RankerTree.Condition] {
    guard case .symmetric(let conditions) = tree.shape else {
      throw RankerModelError(.unsupported, "symmetric trees mixed with others")
    }
    return conditions
  }
}

extension RankerTree.Condition {
  /// The condition on bins: value > borders[k] is the same as bin >= k + 1.
  func split(in model: RankerModel) throws(RankerModelError) -> rk_split {
    guard case .float(let feature, let border) = self else {
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
