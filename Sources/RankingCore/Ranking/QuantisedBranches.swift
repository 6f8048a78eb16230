internal import CKernels

/// A model's Depthwise or Lossguide trees as the kernel reads them (`rk_branching` in CKernels.h).
struct QuantisedBranches: Sendable {
  private let starts: AlignedStorage<UInt32>
  private let depths: AlignedStorage<UInt32>
  private let nodes: AlignedStorage<rk_branch>
  private let leaves: AlignedStorage<UInt32>
  private let base: Double
  private let step: Double
  let maximumError: Double

  init(_ model: RankerModel) throws(RankerModelError) {
    let fixed = try FixedPointLeaves(model)
    var (starts, depths): ([UInt32], [UInt32]) = ([], [])
    var nodes: [rk_branch] = []
    var leaves: [UInt32] = []
    for (tree, values) in zip(model.trees, fixed.trees) {
      guard case .branching(let branches) = tree.shape else {
        throw RankerModelError(.unsupported, "symmetric trees mixed with others")
      }
      starts.append(UInt32(nodes.count))
      depths.append(UInt32(Self.depth(branches)))
      // Branches first, then leaves that lead to themselves.
      let place = { (child: Int32) in child >= 0 ? UInt32(child) : UInt32(branches.count) + UInt32(~child) }
      for branch in branches {
        let split = try branch.condition.split(in: model)
        nodes.append(
          rk_branch(
            feature: split.feature, bin: split.bins & 0xff, left: place(branch.left),
            right: place(branch.right)))
      }
      let root = branches.isEmpty ? 0 : nodes[Int(starts[starts.count - 1])].feature
      for leaf in values.indices {
        let own = UInt32(branches.count + leaf)
        // A walk that has ended early still reads a row: one that the tree reads anyway.
        nodes.append(rk_branch(feature: root, bin: 0, left: own, right: own))
      }
      leaves += Array(repeating: 0, count: branches.count) + values
    }
    self.starts = AlignedStorage(starts)
    self.depths = AlignedStorage(depths)
    self.nodes = AlignedStorage(nodes)
    self.leaves = AlignedStorage(leaves)
    base = fixed.base
    step = fixed.step
    maximumError = fixed.maximumError
  }

  func score(
    _ kernels: KernelTable, _ bins: UnsafePointer<UInt8>, stride: Int, count: Int,
    into scores: UnsafeMutablePointer<Double>
  ) {
    var forest = rk_branching(
      trees: starts.count, starts: starts.base, depths: depths.base, nodes: nodes.base, leaves: leaves.base,
      base: base, step: step)
    kernels.table.pointee.branching(&forest, bins, stride, count, scores)
  }

  /// Conditions on the longest way to a leaf; children lie behind their parents.
  private static func depth(_ branches: [RankerTree.Branch]) -> Int {
    var depths = [Int](repeating: 1, count: branches.count)
    for (index, branch) in branches.enumerated() {
      for child in [branch.left, branch.right] where child > 0 { depths[Int(child)] = depths[index] + 1 }
    }
    return depths.max() ?? 0
  }
}
