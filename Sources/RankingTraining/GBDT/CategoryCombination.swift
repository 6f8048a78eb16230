internal import RankingCore

/// The different combinations that some categorical features take in the training rows.
struct CategoryCombination {
  /// Positions in `TrainingMatrix.categories`.
  let features: [Int]
  /// [rows]: indexes into `keys`.
  let codes: [Int32]
  /// What a target statistic's table calls each combination.
  let keys: [UInt64]

  init(_ features: [Int], of categories: [CategoricalColumn]) {
    self.features = features
    let columns = features.map { categories[$0] }
    let hashes = columns.map { $0.values.map(TargetStatistic.hash) }
    var indexes: [[Int32]: Int32] = [:]
    var keys: [UInt64] = []
    codes = (columns.first?.codes.indices ?? 0..<0).map { row in
      let words = columns.map { $0.codes[row] }
      if let known = indexes[words] { return known }
      let code = Int32(keys.count)
      indexes[words] = code
      keys.append(TargetStatistic.key(of: words.indices.map { hashes[$0][Int(words[$0])] }))
      return code
    }
    self.keys = keys
  }

  /// All combinations of at least one and at most `limit` of `count` features.
  static func choices(of count: Int, limit: Int) -> [[Int]] {
    var result: [[Int]] = (0..<count).map { [$0] }
    var last = result
    for _ in 1..<max(1, limit) {
      last = last.flatMap { chosen in
        ((chosen.last ?? 0) + 1..<max(count, (chosen.last ?? 0) + 1)).map { chosen + [$0] }
      }
      result += last
    }
    return result
  }
}
