extension ModelTrees {
  /// All trees; `conditions` is the list that TreeSplits count in.
  func trees(_ conditions: [RankerTree.Condition]) throws(RankerModelError) -> [RankerTree] {
    var reader = TreeReader(
      conditions: conditions, dimension: try dimension(), splits: try table.elements(1, Int32.self),
      leafValues: try table.elements(8, Double.self), leafWeights: try table.elements(9, Double.self),
      steps: try table.elements(10, UInt32.self), leaves: try table.elements(11, UInt32.self))
    return try reader.trees(sizes: try table.elements(2, Int32.self))
  }
}

/// Cuts the flat arrays of all trees into trees.
private struct TreeReader {
  let conditions: [RankerTree.Condition]
  let dimension: Int
  let splits: [Int32]
  let leafValues: [Double]
  let leafWeights: [Double]
  /// Low half: distance to the left child, high half: to the right; 0 is a leaf.
  let steps: [UInt32]
  /// For each node its first leaf value.
  let leaves: [UInt32]
  /// [leaves] whether a node has it already.
  private var isTaken: [Bool]

  init(
    conditions: [RankerTree.Condition], dimension: Int, splits: [Int32], leafValues: [Double],
    leafWeights: [Double], steps: [UInt32], leaves: [UInt32]
  ) {
    self.conditions = conditions
    self.dimension = dimension
    self.splits = splits
    self.leafValues = leafValues
    self.leafWeights = leafWeights
    self.steps = steps
    self.leaves = leaves
    isTaken = Array(repeating: false, count: leafValues.count / dimension)
  }

  mutating func trees(sizes: [Int32]) throws(RankerModelError) -> [RankerTree] {
    var result: [RankerTree] = []
    var start = 0
    var leaf = 0
    for size in sizes {
      guard size >= 0, Int(size) <= splits.count - start else {
        throw RankerModelError(.malformed, "tree \(result.count) has \(size) splits beyond the end")
      }
      let nodes = start..<start + Int(size)
      if steps.isEmpty {
        result.append(try symmetric(nodes, &leaf))
      } else {
        result.append(try branching(nodes))
      }
      start = nodes.upperBound
    }
    return result
  }

  private func condition(_ node: Int) throws(RankerModelError) -> RankerTree.Condition {
    guard let index = Int(exactly: splits[node]), conditions.indices.contains(index) else {
      throw RankerModelError(.malformed, "split \(splits[node]) of \(conditions.count) conditions")
    }
    return conditions[index]
  }

  private func symmetric(_ nodes: Range<Int>, _ leaf: inout Int) throws(RankerModelError) -> RankerTree {
    guard nodes.count <= RankerModel.maximumDepth, (1 << nodes.count) * dimension <= leafValues.count - leaf
    else { throw RankerModelError(.malformed, "a tree of \(nodes.count) splits lacks leaf values") }
    let values = leaf..<leaf + (1 << nodes.count) * dimension
    leaf = values.upperBound
    let weights = values.lowerBound / dimension..<values.upperBound / dimension
    return RankerTree(
      shape: .symmetric(try nodes.map { node throws(RankerModelError) in try condition(node) }),
      leafValues: Array(leafValues[values]),
      leafWeights: weights.upperBound <= leafWeights.count ? Array(leafWeights[weights]) : [])
  }

  private mutating func branching(_ nodes: Range<Int>) throws(RankerModelError) -> RankerTree {
    guard nodes.upperBound <= steps.count, nodes.upperBound <= leaves.count else {
      throw RankerModelError(.malformed, "a tree's nodes lie beyond the end")
    }
    guard !nodes.isEmpty else { throw RankerModelError(.malformed, "a tree has no node") }
    var tree = RankerTree(shape: .branching([]), leafValues: [])
    var branches: [RankerTree.Branch] = []
    /// Appends the leaf of `node` and returns ~index.
    func appendLeaf(_ node: Int) throws(RankerModelError) -> Int32 {
      let first = Int(leaves[node])
      let leaf = first / dimension
      guard first % dimension == 0, isTaken.indices.contains(leaf), !isTaken[leaf] else {
        throw RankerModelError(
          .malformed, "node \(node) has its leaf at value \(first) of \(leafValues.count), or shares it")
      }
      isTaken[leaf] = true
      tree.leafValues += leafValues[first..<first + dimension]
      tree.leafWeights.append(leafWeights.indices.contains(leaf) ? leafWeights[leaf] : 0)
      return ~Int32(tree.leafWeights.count - 1)
    }
    // Nodes whose branch is made and whose parent waits for its index, depth first.
    var pending: [(node: Int, parent: Int?, isRight: Bool)] = [(nodes.lowerBound, nil, false)]
    while let (node, parent, isRight) = pending.popLast() {
      guard branches.count < nodes.count else {
        throw RankerModelError(.malformed, "a tree's nodes are shared")
      }
      let (left, right) = (Int(steps[node] & 0xffff), Int(steps[node] >> 16))
      var child: Int32
      if left == 0 && right == 0 {
        child = try appendLeaf(node)
      } else {
        child = Int32(branches.count)
        branches.append(RankerTree.Branch(condition: try condition(node), left: 0, right: 0))
        let index = branches.count - 1
        for (step, isRight) in [(right, true), (left, false)] {
          if step == 0 {
            let leaf = try appendLeaf(node)
            if isRight { branches[index].right = leaf } else { branches[index].left = leaf }
          } else {
            guard node + step < nodes.upperBound else {
              throw RankerModelError(.malformed, "a tree's node leads beyond its end")
            }
            pending.append((node + step, index, isRight))
          }
        }
      }
      if let parent {
        if isRight { branches[parent].right = child } else { branches[parent].left = child }
      }
    }
    tree.shape = .branching(branches)
    return tree
  }
}
