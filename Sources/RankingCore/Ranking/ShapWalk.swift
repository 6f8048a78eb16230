/// One tree's SHAP values for one row: a walk over all leaves that keeps, for the players met on the path,
/// which share of subsets leads here.
struct ShapWalk {
  /// A player on the path: the share of weight that goes on without it, whether the row goes on with it,
  /// and the weight of subsets of each size.
  private struct Step {
    var player: Int
    var zero: Double
    var one: Double
    var weight: Double
  }

  let tree: RankerTree
  /// Of `tree`.
  let shape: WeightedShape
  let dimension: Int
  let players: PlayerTable
  let inputs: RowInputs

  /// Mean leaf value under the leaf weights.
  func expected(_ k: Int) -> Double {
    let total = tree.leafWeights.reduce(0, +)
    guard total > 0 else { return 0 }
    return tree.leafWeights.indices.reduce(0) {
      $0 + tree.leafWeights[$1] * tree.leafValues[$1 * dimension + k]
    } / total
  }

  /// Adds the tree's contributions to `values` [players][dimension].
  func run(_ values: inout [Double]) {
    visit(shape.root, [], Step(player: -1, zero: 1, one: 1, weight: 0), &values)
  }

  private func visit(_ node: WeightedShape.Node, _ path: [Step], _ next: Step, _ values: inout [Double]) {
    var path = Self.extended(path, next)
    guard case .branch(let condition, let left, let right, let weight) = node else {
      if case .leaf(let leaf) = node { add(leaf, path, &values) }
      return
    }
    let player = players.player(of: condition)
    var (zero, one) = (1.0, 1.0)
    if let at = path.firstIndex(where: { $0.player == player }) {
      (zero, one) = (path[at].zero, path[at].one)
      path = Self.unwound(path, at)
    }
    let goesRight = inputs.holds(condition)
    for (child, isHot) in [(right, goesRight), (left, !goesRight)] {
      let mass = shape.weight(of: child)
      // Below a subtree that training never reached the row's own way has all the weight.
      let share = weight > 0 ? mass / weight : (isHot ? 1 : 0)
      if isHot || share > 0 {
        visit(child, path, Step(player: player, zero: zero * share, one: isHot ? one : 0, weight: 0), &values)
      }
    }
  }

  private func add(_ leaf: Int, _ path: [Step], _ values: inout [Double]) {
    for at in path.indices.dropFirst() {
      let weight = Self.unwound(path, at).reduce(0) { $0 + $1.weight }
      let scale = weight * (path[at].one - path[at].zero)
      for k in 0..<dimension {
        values[path[at].player * dimension + k] += scale * tree.leafValues[leaf * dimension + k]
      }
    }
  }

  private static func extended(_ path: [Step], _ step: Step) -> [Step] {
    var path = path
    let depth = path.count
    path.append(step)
    path[depth].weight = depth == 0 ? 1 : 0
    for i in stride(from: depth - 1, through: 0, by: -1) {
      path[i + 1].weight += step.one * path[i].weight * Double(i + 1) / Double(depth + 1)
      path[i].weight = step.zero * path[i].weight * Double(depth - i) / Double(depth + 1)
    }
    return path
  }

  /// The path as if the step at `at` had never been taken.
  private static func unwound(_ path: [Step], _ at: Int) -> [Step] {
    let depth = path.count - 1
    let (zero, one) = (path[at].zero, path[at].one)
    var result = path
    var next = path[depth].weight
    for i in stride(from: depth - 1, through: 0, by: -1) {
      if one != 0 {
        let old = result[i].weight
        result[i].weight = next * Double(depth + 1) / (Double(i + 1) * one)
        next = old - result[i].weight * zero * Double(depth - i) / Double(depth + 1)
      } else if zero != 0 {
        result[i].weight = result[i].weight * Double(depth + 1) / (zero * Double(depth - i))
      } else {
        result[i].weight = 0
      }
    }
    for i in at..<depth {
      result[i].player = result[i + 1].player
      result[i].zero = result[i + 1].zero
      result[i].one = result[i + 1].one
    }
    result.removeLast()
    return result
  }
}
