/// One row as the conditions of a model see it.
struct RowInputs {
  let model: RankerModel
  let floats: [Float]
  /// Hash of each category.
  let hashes: [UInt32]
  /// Value of each target statistic.
  private(set) var statistics: [Float] = []

  private init(_ model: RankerModel, row: [Float], categories: [String]) {
    self.model = model
    floats = row
    hashes = categories.map { CityHash.categoryHash(Array($0.utf8)) }
    statistics = model.targetStatistics.map { $0.value(of: self) }
  }

  /// - Throws: when the counts do not fit the model.
  init(
    checking model: RankerModel, row: [Float], categories: [String]
  ) throws(RankerModelError) {
    guard row.count == model.floatFeatures.count, categories.count == model.categoricalFeatures.count else {
      throw RankerModelError(
        .malformed,
        "a row has \(row.count) numbers and \(categories.count) categories, the model takes "
          + "\(model.floatFeatures.count) and \(model.categoricalFeatures.count)")
    }
    self.init(model, row: row, categories: categories)
  }

  func leaf(of tree: RankerTree) -> Int {
    switch tree.shape {
    case .symmetric(let conditions):
      return conditions.indices.reduce(0) { $0 | (holds(conditions[$1]) ? 1 << $1 : 0) }
    case .branching(let branches):
      var node = branches.isEmpty ? Int32(-1) : 0
      while node >= 0 {
        let branch = branches[Int(node)]
        node = holds(branch.condition) ? branch.right : branch.left
      }
      return Int(~node)
    }
  }

  func holds(_ condition: RankerTree.Condition) -> Bool {
    switch condition {
    case .float(let feature, let border): isAbove(feature, border)
    case .oneHot(let feature, let value): Int32(bitPattern: hashes[feature]) == value
    case .target(let statistic, let border): statistics[statistic] > border
    }
  }

  func isAbove(_ feature: Int, _ border: Float) -> Bool {
    let value = floats[feature]
    if value.isNaN {
      let input = model.floatFeatures[feature]
      // Like infinity, which no value exceeds.
      return input.hasNaNs && input.nanTreatment == .asTrue && border < .infinity
    }
    return value > border
  }
}
