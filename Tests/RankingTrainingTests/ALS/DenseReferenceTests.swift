import Foundation
import RankingCore
import RankingTraining
import Testing

/// One half iteration against the normal equations written down densely, in double precision, by another way: no Gram
/// matrix that is shared, every pair of the whole table a term.
struct DenseReferenceTests {
  private static let (users, items, factors) = (30, 25, 6)

  /// Users 9, 19, 29 have no entries, and item 24 has none.
  private let interactions = sampleInteractions(users: users, items: items, perUser: 6)

  struct Problem: Sendable, CustomTestStringConvertible {
    var unobserved: Float?
    var exponent: Float
    var testDescription: String { "a0 \(unobserved.map { "\($0)" } ?? "none"), nu \(exponent)" }
  }

  private static let problems = [
    Problem(unobserved: nil, exponent: 0), Problem(unobserved: 0.3, exponent: 0),
    Problem(unobserved: 0.3, exponent: 1), Problem(unobserved: 0.07, exponent: 0.85),
    Problem(unobserved: nil, exponent: 0.5),
  ]

  @Test(arguments: problems)
  func aHalfIterationSolvesTheWrittenProblem(_ problem: Problem) throws {
    let configuration = ALSConfiguration(
      factors: Self.factors, regularization: 0.4, iterations: 1, solver: .cholesky,
      weight: RatingWeight(rule: .rating, scale: 0.7), unobservedWeight: problem.unobserved,
      frequencyExponent: problem.exponent, seed: 5)
    let rows = SparseRows(interactions, items: Self.items, confidence: configuration)
      .mapValues { user, item, value in (user + item) % 5 == 0 ? -value : value }
    var start = Matrix(
      rows: Self.items, columns: Self.factors,
      (0..<Self.items * Self.factors).map { CounterRandom(seed: 8).unit(UInt64($0)) - 0.5 })
    let users = Matrix(
      rows: Self.users, columns: Self.factors, [Float](repeating: 0, count: Self.users * Self.factors))
    let trained = try ALSTrainer(configuration, threads: 2).train(
      rows, initial: Factors(users: users, items: start))
    expect(trained.users, solve(rows, start, configuration))
    start = trained.users
    expect(trained.items, solve(rows.transposed(), start, configuration))
  }

  private func expect(_ found: Matrix<Float>, _ reference: [[Double]]) {
    for row in 0..<found.rows {
      for (value, expected) in zip(found[row: row], reference[row]) {
        #expect(abs(Double(value) - expected) < 1e-4 * max(1, abs(expected)), "row \(row)")
      }
    }
  }

  /// For every row: sum over all columns of w (x·y - target)^2 + λ (observations + a0 columns)^ν |x|^2, minimal. Rows
  /// without observations are zero.
  private func solve(
    _ data: SparseRows, _ other: Matrix<Float>, _ configuration: ALSConfiguration
  ) -> [[Double]] {
    (0..<data.rowCount).map { row in
      let entries = data.range(row)
      let n = Self.factors
      guard !entries.isEmpty else { return [Double](repeating: 0, count: n) }
      var confidence = [Double](repeating: 0, count: data.columnCount)
      for entry in entries { confidence[Int(data.columns.base[entry])] = Double(data.values.base[entry]) }
      let a0 = configuration.unobservedWeight.map { Double($0) }
      let nu = Double(configuration.frequencyExponent)
      var lambda = Double(configuration.regularization)
      if nu > 0 { lambda *= pow(Double(entries.count) + (a0 ?? 1) * Double(data.columnCount), nu) }
      var system = (0..<n).map { i in (0...n).map { $0 == i ? lambda : 0.0 } }
      for column in 0..<data.columnCount {
        let y = other[row: column].map { Double($0) }
        let c = confidence[column]
        // Hu, Koren, Volinsky: an observation's confidence replaces the 1 of a pair without. iALS: it comes on top.
        let weight = a0.map { $0 + abs(c) } ?? (c == 0 ? 1 : abs(c))
        for i in 0..<n {
          for j in 0..<n { system[i][j] += weight * y[i] * y[j] }
          system[i][n] += max(0, c) * y[i]
        }
      }
      return Self.eliminate(system)
    }
  }

  /// Gauss-Jordan with the largest pivot.
  private static func eliminate(_ augmented: [[Double]]) -> [Double] {
    var a = augmented
    let n = a.count
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) } ?? column
      a.swapAt(column, pivot)
      for row in 0..<n where row != column {
        let factor = a[row][column] / a[column][column]
        for k in column...n { a[row][k] -= factor * a[column][k] }
      }
    }
    return (0..<n).map { a[$0][n] / a[$0][$0] }
  }

  @Test(arguments: [ALSConfiguration.Solver.cholesky, .conjugateGradient])
  func emptyRowsAmongFilledOnesAreZeroOnBothSides(_ solver: ALSConfiguration.Solver) throws {
    let configuration = ALSConfiguration(
      factors: Self.factors, regularization: 0.4, iterations: 3, solver: solver)
    let rows = SparseRows(interactions, items: Self.items, confidence: configuration)
    let transposed = rows.transposed()
    let factors = try ALSTrainer(configuration, threads: 2).train(rows)
    for user in 0..<Self.users {
      #expect(factors.users[row: user].allSatisfy { $0 == 0 } == rows.range(user).isEmpty)
    }
    for item in 0..<Self.items {
      #expect(factors.items[row: item].allSatisfy { $0 == 0 } == transposed.range(item).isEmpty)
    }
    #expect(rows.range(9).isEmpty && transposed.range(Self.items - 1).isEmpty)
  }
}
