import RankingCore

extension SyntheticFunnel {
  /// What a condition may compare with: 32 numbers of both signs that double.
  private static let borders: [Float] = {
    let positive = (0..<16).map { Float(1 << $0) * 0.01 }
    return positive.reversed().map { -$0 } + positive
  }()

  /// Symmetric trees over random features, each as likely.
  func ranker(_ features: [String]) -> RankerModel {
    var random = SplitMix64(seed: seed, stream: 7)
    var used = [Set<Float>](repeating: [], count: features.count)
    let trees = (0..<trees).map { _ in
      let conditions = (0..<depth).map { _ in
        let feature = random.below(features.count)
        let border = Self.borders[random.below(Self.borders.count)]
        used[feature].insert(border)
        return RankerTree.Condition.float(feature: feature, border: border)
      }
      let leaves = (0..<1 << depth).map { _ in Double(random.below(2_001) - 1_000) * 1e-5 }
      return RankerTree(shape: .symmetric(conditions), leafValues: leaves)
    }
    let inputs = features.enumerated().map { index, name in
      RankerModel.FloatFeature(name: name, flatIndex: index, borders: used[index].sorted())
    }
    return RankerModel(floatFeatures: inputs, trees: trees)
  }
}
