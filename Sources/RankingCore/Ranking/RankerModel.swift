/// A CatBoost model: features with their borders, trees over conditions on them, scale and bias.
///
/// Raw score of dimension k = `scale` * (sum of leaf values in tree order) + `bias[k]`, in float64.
package struct RankerModel: Sendable, Hashable {
  /// What a condition on a missing (NaN) value gives.
  package enum NaNTreatment: String, Sendable, Hashable, Codable {
    /// Compared like any number: every condition is false.
    case asIs = "AsIs"
    /// Below every border: every condition is false.
    case asFalse = "AsFalse"
    /// Above every finite border: their conditions are true.
    case asTrue = "AsTrue"
  }

  /// A numeric input.
  package struct FloatFeature: Sendable, Hashable {
    package var name: String
    /// Position among all inputs, categorical ones included.
    package var flatIndex: Int
    package var hasNaNs: Bool
    package var nanTreatment: NaNTreatment
    /// Ascending, without NaN, infinite only where CatBoost trained on infinities; only those that trees use.
    package var borders: [Float]

    package init(
      name: String, flatIndex: Int, hasNaNs: Bool = false, nanTreatment: NaNTreatment = .asIs,
      borders: [Float] = []
    ) {
      self.name = name
      self.flatIndex = flatIndex
      self.hasNaNs = hasNaNs
      self.nanTreatment = nanTreatment
      self.borders = borders
    }
  }

  /// A categorical input, given as a string.
  package struct CategoricalFeature: Sendable, Hashable {
    package var name: String
    package var flatIndex: Int
    /// Hashes that one-hot conditions compare with, in the file's order.
    package var oneHotValues: [Int32]

    package init(name: String, flatIndex: Int, oneHotValues: [Int32] = []) {
      self.name = name
      self.flatIndex = flatIndex
      self.oneHotValues = oneHotValues
    }
  }

  /// In flat order.
  package var floatFeatures: [FloatFeature]
  /// In flat order.
  package var categoricalFeatures: [CategoricalFeature]
  package var targetStatistics: [TargetStatistic]
  package var trees: [RankerTree]
  package var scale: Double
  /// One value a dimension.
  package var bias: [Double]

  package init(
    floatFeatures: [FloatFeature], categoricalFeatures: [CategoricalFeature] = [],
    targetStatistics: [TargetStatistic] = [], trees: [RankerTree], scale: Double = 1, bias: [Double] = [0]
  ) {
    self.floatFeatures = floatFeatures
    self.categoricalFeatures = categoricalFeatures
    self.targetStatistics = targetStatistics
    self.trees = trees
    self.scale = scale
    self.bias = bias
  }

  /// Numbers a score has: 1, or the classes of a multi-class model.
  package var dimension: Int { bias.count }

  /// Names of all inputs in flat order.
  package var featureNames: [String] {
    let inputs =
      floatFeatures.map { ($0.flatIndex, $0.inputName) }
      + categoricalFeatures.map { ($0.flatIndex, $0.inputName) }
    return inputs.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Place of each input in `featureNames`, by flat index: flat indexes have gaps where features were dropped.
  var inputPlaces: [Int: Int] {
    let flat = floatFeatures.map(\.flatIndex) + categoricalFeatures.map(\.flatIndex)
    return Dictionary(
      flat.sorted().enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}

extension RankerModel.FloatFeature {
  /// A nameless feature is called by its flat index, like CatBoost does.
  package var inputName: String { name.isEmpty ? String(flatIndex) : name }
}

extension RankerModel.CategoricalFeature {
  /// A nameless feature is called by its flat index, like CatBoost does.
  package var inputName: String { name.isEmpty ? String(flatIndex) : name }
}

extension RankerModel {
  /// CatBoost's list of all conditions, which `split_index` and `TreeSplits` count in: borders of numeric
  /// features, one-hot values, borders of target statistics.
  var conditions: [RankerTree.Condition] {
    var result: [RankerTree.Condition] = []
    for (index, feature) in floatFeatures.enumerated() {
      result += feature.borders.map { .float(feature: index, border: $0) }
    }
    for (index, feature) in categoricalFeatures.enumerated() {
      result += feature.oneHotValues.map { .oneHot(feature: index, value: $0) }
    }
    for (index, statistic) in targetStatistics.enumerated() {
      result += statistic.borders.map { .target(statistic: index, border: $0) }
    }
    return result
  }
}
