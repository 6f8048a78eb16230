/// A symmetric tree whose conditions stand in another order: first those that candidates may answer differently, then
/// those that all candidates of a call answer alike. Its leaves are numbered accordingly.
struct PartedTree {
  let conditions: [RankerTree.Condition]
  /// How many of the conditions vary.
  let varying: Int
  let leaves: [UInt32]

  /// - Parameter leaves: 2^conditions, the first condition the lowest bit.
  init(_ conditions: [RankerTree.Condition], _ leaves: [UInt32], sharedFeatures: Set<Int>) {
    func isShared(_ place: Int) -> Bool {
      guard case .float(let feature, _) = conditions[place] else { return false }
      return sharedFeatures.contains(feature)
    }
    let order = conditions.indices.filter { !isShared($0) } + conditions.indices.filter(isShared)
    self.conditions = order.map { conditions[$0] }
    varying = conditions.indices.count { !isShared($0) }
    self.leaves = leaves.indices.map { leaf in
      leaves[order.enumerated().reduce(0) { $0 | (leaf >> $1.offset & 1) << $1.element }]
    }
  }
}
