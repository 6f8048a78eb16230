/// The sets of features that conditions ask about; each set is one player of the SHAP game.
struct PlayerTable: Sendable {
  /// Flat feature indexes, ascending, of each player.
  private(set) var sets: [[Int]] = []
  private var numbers: [[Int]: Int] = [:]
  private let floats: [Int]
  private let categories: [Int]
  private let statistics: [[Int]]

  init(_ model: RankerModel) {
    let floats = model.floatFeatures.map(\.flatIndex)
    let categories = model.categoricalFeatures.map(\.flatIndex)
    statistics = model.targetStatistics.map { statistic in
      Set(
        statistic.elements.map {
          switch $0 {
          case .category(let feature), .oneHot(let feature, _): categories[feature]
          case .float(let feature, _): floats[feature]
          }
        }
      ).sorted()
    }
    self.floats = floats
    self.categories = categories
    for condition in model.conditions {
      let set = features(of: condition)
      if numbers[set] == nil {
        numbers[set] = sets.count
        sets.append(set)
      }
    }
  }

  /// Number of the condition's player; a condition outside the model has none.
  func player(of condition: RankerTree.Condition) -> Int { numbers[features(of: condition)] ?? 0 }

  func features(of condition: RankerTree.Condition) -> [Int] {
    switch condition {
    case .float(let feature, _): [floats[feature]]
    case .oneHot(let feature, _): [categories[feature]]
    case .target(let statistic, _): statistics[statistic]
    }
  }
}
