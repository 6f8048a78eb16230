internal import CKernels

/// A model's symmetric trees as the kernel reads them (`rk_forest` in CKernels.h).
final class QuantisedForest: Sendable {
  /// Most conditions between whose leaves one byte permute chooses.
  private static let planeDepth = 6
  /// Leaves that a tree has room for at least.
  private static let leastLeaves = 16

  private let varying: AlignedStorage<UInt8>
  private let shared: AlignedStorage<UInt8>
  private let splits: AlignedStorage<rk_split>
  private let leaves: AlignedStorage<UInt32>
  private let leafStarts: AlignedStorage<UInt32>
  private let planes: AlignedStorage<UInt8>?
  private let planeStarts: AlignedStorage<UInt32>
  private let isNarrow: Bool
  private let base: Double
  private let step: Double
  let maximumError: Double

  /// - Parameter sharedFeatures: those whose bin all candidates of a call have in common.
  init(_ model: RankerModel, sharedFeatures: Set<Int>) throws(RankerModelError) {
    let fixed = try FixedPointLeaves(model)
    var trees: [PartedTree] = []
    for (tree, leaves) in zip(model.trees, fixed.trees) {
      trees.append(PartedTree(try Self.conditions(of: tree), leaves, sharedFeatures: sharedFeatures))
    }
    // Trees of one shape stand together, so that processors foresee what comes; sums are exact in any order.
    trees.sort { $0.varying < $1.varying }
    varying = AlignedStorage(trees.map { UInt8($0.varying) })
    shared = AlignedStorage(trees.map { UInt8($0.conditions.count - $0.varying) })
    splits = AlignedStorage(
      try trees.flatMap(\.conditions).map { condition throws(RankerModelError) in
        try condition.split(in: model)
      })
    var starts: [UInt32] = [0]
    var leaves: [UInt32] = []
    for tree in trees {
      leaves += tree.leaves + Array(repeating: 0, count: max(0, Self.leastLeaves - tree.leaves.count))
      starts.append(UInt32(truncatingIfNeeded: leaves.count))
    }
    self.leaves = AlignedStorage(leaves)
    leafStarts = AlignedStorage(starts)
    let blocks = trees.map { tree in
      (1 << (tree.conditions.count - tree.varying)) * max(1, (1 << tree.varying) / 16)
    }
    planeStarts = AlignedStorage(
      blocks.reduce(into: [0]) { $0.append($0[$0.count - 1] + UInt32($1)) })
    planes =
      trees.allSatisfy { $0.varying <= Self.planeDepth } ? Self.planes(trees, planeStarts) : nil
    isNarrow = model.floatFeatures.allSatisfy { $0.borders.count < 128 }
    base = fixed.base
    step = fixed.step
    maximumError = fixed.maximumError
  }

  func score(
    _ kernels: KernelTable, _ bins: UnsafePointer<UInt8>, stride: Int, count: Int,
    into scores: UnsafeMutablePointer<Double>
  ) {
    var forest = rk_forest(
      trees: varying.count, varying: varying.base, shared: shared.base, splits: splits.base,
      leaves: leaves.base, leaf_starts: leafStarts.base, planes: planes.map { UnsafePointer($0.base) },
      plane_starts: planeStarts.base, narrow: isNarrow ? 1 : 0, base: base, step: step)
    kernels.table.pointee.trees(&forest, bins, stride, count, scores)
  }

  /// 7 bits of each leaf a plane; the four planes of the leaves that one answer to the shared conditions leaves
  /// possible lie together.
  private static func planes(
    _ trees: [PartedTree], _ starts: AlignedStorage<UInt32>
  ) -> AlignedStorage<UInt8> {
    let bytes = 64 * Int(starts.base[trees.count])
    let planes = AlignedStorage<UInt8>(count: bytes, repeating: 0)
    for (index, tree) in trees.enumerated() {
      let width = max(16, 1 << tree.varying)
      let target = planes.base + 64 * Int(starts.base[index])
      for (leaf, value) in tree.leaves.enumerated() {
        let (part, number) = (leaf >> tree.varying, leaf & ((1 << tree.varying) - 1))
        for plane in 0..<4 {
          target[(4 * part + plane) * width + number] = UInt8(value >> (7 * plane) & 127)
        }
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
    let borders = model.floatFeatures[feature].borders
    guard let rank = borders.firstIndex(of: border) else {
      throw RankerModelError(.malformed, "feature \(feature) has no border \(border)")
    }
    guard rank < QuantisedRanker.maximumBorders else {
      throw BorderTree.tooMany(borders.count, name: model.floatFeatures[feature].name)
    }
    return rk_split(feature: UInt32(feature), bins: UInt32(rank + 1) * 0x0101_0101)
  }
}

extension AlignedStorage {
  /// A copy of `values`.
  package convenience init(_ values: [Element]) {
    self.init(count: values.count)
    _ = buffer.initialize(from: values)
  }
}
