import RankingCore
import TestSupport

/// Models and rows of noise.
enum RandomModel {
  static func make(features: Int, trees: Int, depth: Int, _ random: inout TestRandom) -> RankerModel {
    let inputs = inputs(features, &random)
    return RankerModel(
      floatFeatures: inputs,
      trees: (0..<trees).map { _ in
        let conditions = (0..<depth).map { _ in
          let feature = Int.random(in: 0..<features, using: &random)
          return RankerTree.Condition.float(
            feature: feature, border: inputs[feature].borders.randomElement(using: &random)!)
        }
        return RankerTree(
          shape: .symmetric(conditions), leafValues: (0..<1 << depth).map { _ in random.normal() })
      }, scale: 0.5, bias: [0.25])
  }

  /// Trees that grow leaf by leaf; some features are used by none.
  static func branching(
    features: Int, trees: Int, leaves: Int, _ random: inout TestRandom
  ) -> RankerModel {
    let inputs = inputs(features, &random)
    return RankerModel(
      floatFeatures: inputs, trees: (0..<trees).map { _ in tree(inputs, leaves, &random) }, scale: 2,
      bias: [-1])
  }

  /// Each new branch takes the place of a random leaf, so that children come after their parents.
  private static func tree(
    _ inputs: [RankerModel.FloatFeature], _ leaves: Int, _ random: inout TestRandom
  ) -> RankerTree {
    var branches: [RankerTree.Branch] = []
    // Where the leaves hang.
    var open: [(branch: Int, isRight: Bool)] = []
    for index in 0..<leaves - 1 {
      if index > 0 {
        let (parent, isRight) = open.remove(at: Int.random(in: 0..<open.count, using: &random))
        if isRight { branches[parent].right = Int32(index) } else { branches[parent].left = Int32(index) }
      }
      // Feature 0 is never asked for.
      let feature = Int.random(in: 1..<inputs.count, using: &random)
      let border = inputs[feature].borders.randomElement(using: &random)!
      branches.append(
        RankerTree.Branch(condition: .float(feature: feature, border: border), left: 0, right: 0))
      open += [(index, false), (index, true)]
    }
    for (leaf, place) in open.enumerated() {
      if place.isRight {
        branches[place.branch].right = ~Int32(leaf)
      } else {
        branches[place.branch].left = ~Int32(leaf)
      }
    }
    return RankerTree(
      shape: .branching(branches), leafValues: (0..<leaves).map { _ in random.normal() })
  }

  private static func inputs(
    _ count: Int, _ random: inout TestRandom
  ) -> [RankerModel.FloatFeature] {
    (0..<count).map { feature in
      RankerModel.FloatFeature(
        name: "f\(feature)", flatIndex: feature, hasNaNs: feature % 2 == 0,
        nanTreatment: [.asIs, .asFalse, .asTrue][feature % 3],
        borders: Array(
          Set((0..<(feature * 40 + 3)).map { _ in Float(random.normal()) }).sorted().suffix(255)))
    }
  }

  /// Normal values, one in ten missing or not finite, and borders themselves.
  static func rows(of model: RankerModel, count: Int, _ random: inout TestRandom) -> [[Float]] {
    (0..<count).map { _ in
      model.floatFeatures.map { feature in
        switch Int.random(in: 0..<20, using: &random) {
        case 0: .nan
        case 1: .infinity
        case 2: -.infinity
        case 3, 4: feature.borders.randomElement(using: &random)!
        default: Float(random.normal())
        }
      }
    }
  }
}
