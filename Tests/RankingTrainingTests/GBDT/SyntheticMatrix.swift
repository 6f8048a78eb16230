import RankingCore
import RankingTraining

/// Groups whose relevant rows score high in a known function of the features.
enum SyntheticMatrix {
  static func make(
    groups: Int, groupSize: Int, features: Int, seed: UInt64, missing: Double = 0
  ) -> TrainingMatrix {
    var state = seed
    func uniform() -> Double {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      return Double((z ^ z >> 31) >> 11) * 0x1p-53
    }
    let rows = groups * groupSize
    var values = [Float](repeating: 0, count: rows * features)
    var labels = [Float](repeating: 0, count: rows)
    for group in 0..<groups {
      var scored: [(Double, Int)] = []
      for row in group * groupSize..<(group + 1) * groupSize {
        let x = (0..<features).map { _ in uniform() * 2 - 1 }
        for feature in 0..<features {
          values[feature * rows + row] = uniform() < missing ? .nan : Float(x[feature])
        }
        scored.append((2 * x[0] + (x[1] > 0.3 ? 1 : 0) - x[2] * x[2] + 0.3 * uniform(), row))
      }
      for (_, row) in scored.sorted(by: >).prefix(max(1, groupSize / 6)) { labels[row] = 1 }
    }
    return TrainingMatrix(
      featureNames: (0..<features).map { "feature \($0)" },
      features: Matrix(rows: features, columns: rows, values), labels: labels,
      groupOffsets: (0...groups).map { $0 * groupSize })
  }
}

extension TrainingMatrix {
  func weighted(_ weight: (_ row: Int) -> Float) -> TrainingMatrix {
    TrainingMatrix(
      featureNames: featureNames, features: features, categories: categories, labels: labels,
      weights: labels.indices.map(weight), groupOffsets: groupOffsets)
  }

  func labelled(_ label: (_ row: Int) -> Float) -> TrainingMatrix {
    TrainingMatrix(
      featureNames: featureNames, features: features, categories: categories,
      labels: labels.indices.map(label), weights: weights, groupOffsets: groupOffsets)
  }
}
