import RankingCore

/// SplitMix64.
struct TestRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// Roughly normal: a sum of twelve uniforms.
  mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}

/// Models and rows of noise.
enum RandomModel {
  static func make(features: Int, trees: Int, depth: Int, _ random: inout TestRandom) -> RankerModel {
    let inputs = (0..<features).map { feature in
      RankerModel.FloatFeature(
        name: "f\(feature)", flatIndex: feature, hasNaNs: feature % 2 == 0,
        nanTreatment: [.asIs, .asFalse, .asTrue][feature % 3],
        borders: Set((0..<(feature * 40 + 3)).map { _ in Float(random.normal()) }).sorted().suffix(255))
    }
    return RankerModel(
      floatFeatures: inputs.map { input in
        var input = input
        input.borders = Array(input.borders)
        return input
      },
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
