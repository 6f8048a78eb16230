internal import RankingCore

/// Turns grown trees into a model: columns of bins become features, one-hot values and target statistics.
struct GrownModel {
  struct Tree {
    var splits: [SymmetricSplit]
    var leaves: [Double]
    var weights: [Double]
  }

  private let matrix: TrainingMatrix
  private let data: BinnedMatrix
  private let trees: [Tree]
  /// [columns]: places of the borders that trees use, ascending.
  private let used: [[Int]]
  /// From a statistic of the data to its place in the model: those without a used border are left out.
  private let statistics: [Int: Int]

  init(_ matrix: TrainingMatrix, _ data: BinnedMatrix, trees: [Tree]) {
    self.matrix = matrix
    self.data = data
    self.trees = trees
    var used = [Set<Int>](repeating: [], count: data.borders.count)
    for split in trees.flatMap(\.splits) { used[split.feature].insert(split.bin - 1) }
    self.used = used.map { $0.sorted() }
    let kept = data.sources.indices.compactMap { column -> Int? in
      guard case .target(let statistic) = data.sources[column], !used[column].isEmpty else { return nil }
      return statistic
    }
    statistics = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset) })
  }

  var model: RankerModel {
    RankerModel(
      floatFeatures: floatFeatures, categoricalFeatures: categoricalFeatures,
      targetStatistics: targetStatistics,
      trees: trees.map { tree in
        RankerTree(
          shape: .symmetric(tree.splits.map(condition)), leafValues: tree.leaves, leafWeights: tree.weights)
      })
  }

  private func condition(_ split: SymmetricSplit) -> RankerTree.Condition {
    let border = data.borders[split.feature][split.bin - 1]
    return switch data.sources[split.feature] {
    case .float(let feature): .float(feature: feature, border: border)
    case .oneHot(let feature, let value): .oneHot(feature: feature, value: value)
    case .target(let statistic): .target(statistic: statistics[statistic] ?? 0, border: border)
    }
  }

  private var floatFeatures: [RankerModel.FloatFeature] {
    let flat = matrix.flatIndexes
    return matrix.featureNames.indices.map { feature in
      RankerModel.FloatFeature(
        name: matrix.featureNames[feature], flatIndex: flat[feature], hasNaNs: data.hasNaNs[feature],
        nanTreatment: data.hasNaNs[feature] ? .asFalse : .asIs,
        borders: used[feature].map { data.borders[feature][$0] })
    }
  }

  private var categoricalFeatures: [RankerModel.CategoricalFeature] {
    matrix.categories.enumerated().map { index, column in
      let values = data.sources.indices.compactMap { source -> Int32? in
        guard case .oneHot(index, let value) = data.sources[source], !used[source].isEmpty else { return nil }
        return value
      }
      return RankerModel.CategoricalFeature(
        name: column.name, flatIndex: column.flatIndex, oneHotValues: values)
    }
  }

  private var targetStatistics: [TargetStatistic] {
    data.sources.indices.compactMap { column in
      guard case .target(let index) = data.sources[column], statistics[index] != nil else { return nil }
      var statistic = data.statistics[index]
      statistic.borders = used[column].map { data.borders[column][$0] }
      return statistic
    }
  }
}
