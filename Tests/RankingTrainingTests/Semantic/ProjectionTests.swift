import RankingCore
import RankingTraining
import Testing

struct ProjectionTests {
  private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Float> {
    var random = SystemRandomNumberGenerator.Seeded(state: seed)
    return Matrix(
      rows: rows, columns: columns, (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) }
    )
  }

  @Test func componentsFindTheDirectionsOfVariance() throws {
    var random = SystemRandomNumberGenerator.Seeded(state: 1)
    let points = Matrix<Float>(
      rows: 400, columns: 4,
      (0..<400).flatMap { _ in
        let long = Float.random(in: -9...9, using: &random)
        return [5 + long, long, Float.random(in: -2...2, using: &random), 0]
      })
    let components = try PrincipalComponents(of: points, count: 4)
    #expect(abs(components.variances[0] - 54) < 6)
    #expect(abs(components.variances[1] - 4.0 / 3) < 0.2)
    #expect(components.variances[2] < 1e-6)
    let projected = try PrincipalComponents(of: points, count: 2).project(points)
    for row in 0..<points.rows {
      let length = projected[row: row].reduce(0) { $0 + $1 * $1 }
      #expect(abs(length - 1) < 1e-5)
      #expect((projected[row: row][0] > 0) == (points[row: row][1] > meanOfSecond(points)))
    }
  }

  private func meanOfSecond(_ points: Matrix<Float>) -> Float {
    Float((0..<points.rows).reduce(0.0) { $0 + Double(points[row: $1][1]) } / Double(points.rows))
  }

  @Test func componentsRefuseNonsense() {
    #expect(throws: TrainingError.self) { try PrincipalComponents(of: random(3, 4, seed: 1), count: 5) }
    #expect(throws: TrainingError.self) { try PrincipalComponents(of: random(0, 4, seed: 1), count: 2) }
  }

  @Test func ridgeFindsAKnownMap() throws {
    let (inputs, map) = (random(300, 12, seed: 2), random(12, 5, seed: 3))
    let targets = RidgeProjection.apply(map, to: inputs)
    let found = try RidgeProjection.fit(inputs: inputs, targets: targets, lambda: 1e-6)
    #expect((found.rows, found.columns) == (12, 5))
    for (one, other) in zip(found.flattened(), map.flattened()) { #expect(abs(one - other) < 1e-4) }
  }

  /// The gradient of the objective is zero at the solution.
  @Test func ridgeSolvesTheWeightedNormalEquations() throws {
    let (inputs, targets) = (random(60, 7, seed: 4), random(60, 3, seed: 5))
    let weights = (0..<60).map { Double($0 % 4) }
    let map = try RidgeProjection.fit(inputs: inputs, targets: targets, weights: weights, lambda: 2)
    let fitted = RidgeProjection.apply(map, to: inputs)
    for p in 0..<7 {
      for q in 0..<3 {
        var gradient = 2 * Double(map[row: p][q])
        for row in 0..<60 {
          gradient +=
            weights[row] * Double(inputs[row: row][p]) * Double(fitted[row: row][q] - targets[row: row][q])
        }
        #expect(abs(gradient) < 1e-4)
      }
    }
  }

  @Test func ridgeRefusesNonsense() {
    let (inputs, targets) = (random(6, 2, seed: 1), random(6, 1, seed: 2))
    for (weights, lambda) in [([1.0], 1.0), (nil, 0), (nil, .nan), ([1, 1, 1, 1, 1, -1], 1)] {
      #expect(throws: TrainingError.self) {
        try RidgeProjection.fit(inputs: inputs, targets: targets, weights: weights, lambda: lambda)
      }
    }
    let broken = Matrix<Float>(rows: 1, columns: 1, [.nan])
    #expect(throws: TrainingError.self) {
      try RidgeProjection.fit(inputs: broken, targets: broken, lambda: 1)
    }
  }
}
