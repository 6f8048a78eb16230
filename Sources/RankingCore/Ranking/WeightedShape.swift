/// A tree as nested nodes that know the training weight below them.
struct WeightedShape: Sendable {
  indirect enum Node: Sendable {
    case leaf(Int)
    case branch(RankerTree.Condition, left: Node, right: Node, weight: Double)
  }

  let root: Node
  private let leafWeights: [Double]

  init(_ tree: RankerTree) {
    leafWeights = tree.leafWeights
    switch tree.shape {
    case .symmetric(let conditions):
      root = Self.node(conditions, conditions.count, 0, tree.leafWeights)
    case .branching(let branches):
      root = Self.node(branches, branches.isEmpty ? -1 : 0, tree.leafWeights)
    }
  }

  func weight(of node: Node) -> Double { Self.weight(of: node, leafWeights) }

  private static func weight(of node: Node, _ leafWeights: [Double]) -> Double {
    switch node {
    case .leaf(let leaf): leafWeights[leaf]
    case .branch(_, _, _, let weight): weight
    }
  }

  private static func join(
    _ condition: RankerTree.Condition, _ left: Node, _ right: Node, _ weights: [Double]
  ) -> Node {
    .branch(
      condition, left: left, right: right, weight: weight(of: left, weights) + weight(of: right, weights))
  }

  /// The last condition is the root's: it is the highest bit of a leaf's index.
  private static func node(
    _ conditions: [RankerTree.Condition], _ depth: Int, _ leaf: Int, _ weights: [Double]
  ) -> Node {
    if depth == 0 { return .leaf(leaf) }
    return join(
      conditions[depth - 1], node(conditions, depth - 1, leaf, weights),
      node(conditions, depth - 1, leaf | 1 << (depth - 1), weights), weights)
  }

  private static func node(_ branches: [RankerTree.Branch], _ index: Int32, _ weights: [Double]) -> Node {
    if index < 0 { return .leaf(Int(~index)) }
    let branch = branches[Int(index)]
    return join(
      branch.condition, node(branches, branch.left, weights), node(branches, branch.right, weights), weights)
  }
}
