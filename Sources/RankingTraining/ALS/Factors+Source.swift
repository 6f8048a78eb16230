package import RankingCore

extension Factors {
  /// The serving source of factors trained with `configuration`.
  package func source(
    name: String, configuration: ALSConfiguration, precision: ServingPrecision = .float32
  ) -> FactorSource {
    FactorSource(
      name: name, weight: configuration.weight, items: items, users: users,
      gram: itemGram(weight: configuration.gramWeight), rule: configuration.rule(opposite: items.rows),
      precision: precision)
  }

  /// `weight` times the sum of y y' over the items, [f, f].
  private func itemGram(weight: Float) -> Matrix<Float> {
    let f = items.columns
    var sums = [Double](repeating: 0, count: f * f)
    for item in 0..<items.rows {
      let y = items[row: item]
      for row in 0..<f {
        for column in row..<f { sums[row * f + column] += Double(y[row]) * Double(y[column]) }
      }
    }
    return Matrix(rows: f, columns: f) { row, target in
      for column in 0..<f {
        target[column] = Float(sums[min(row, column) * f + max(row, column)]) * weight
      }
    }
  }
}
