import Foundation
import RankingCore
import RankingTraining
import Testing

/// Neighbour models against their definitions, written down slowly.
struct NeighbourFormulaTests {
  private static let (users, items) = (50, 24)
  private let interactions = sampleInteractions(users: users, items: items, perUser: 7, seed: 3)

  /// [users][items] of 0 and 1.
  private var table: [[Double]] {
    (0..<Self.users).map { user in
      var row = [Double](repeating: 0, count: Self.items)
      for item in interactions.history(of: user).items { row[Int(item)] = 1 }
      return row
    }
  }

  private func expectModel(
    _ configuration: NeighbourTrainer.Configuration, _ reference: (Int, Int) -> Double
  ) throws {
    let model = try NeighbourTrainer(configuration, threads: 2).train(interactions, items: Self.items)
    for row in 0..<Self.items {
      for column in 0..<Self.items {
        let expected = row == column ? 0 : reference(row, column)
        #expect(abs(Double(model[row: row][column]) - expected) < 1e-6, "\(row), \(column)")
      }
    }
  }

  private func cosine(_ weights: [[Double]], _ a: Int, _ b: Int) -> Double {
    func dot(_ a: Int, _ b: Int) -> Double { weights.reduce(0) { $0 + $1[a] * $1[b] } }
    return dot(a, b) / max(1e-12, (dot(a, a) * dot(b, b)).squareRoot())
  }

  @Test func cosineOfTheUserVectors() throws {
    let table = table
    try expectModel(.init(similarity: .cosine, neighbours: 100)) { cosine(table, $0, $1) }
  }

  /// idf(item) * tf * (k1 + 1) / (tf + k1 (1 - b + b length / mean length)) with tf 1, k1 1.2 and b 0.75.
  @Test func cosineOfBM25Weights() throws {
    let table = table
    let lengths = table.map { max(1, $0.reduce(0, +)) }
    let mean = lengths.reduce(0, +) / Double(Self.users)
    let weights = zip(table, lengths).map { row, length in
      row.indices.map { item -> Double in
        let owners = max(1, table.reduce(0) { $0 + $1[item] })
        let idf = log(1 + Double(Self.users)) - log(owners)
        return row[item] * idf * (1.2 + 1) / (1 + 1.2 * (1 - 0.75 + 0.75 * length / mean))
      }
    }
    try expectModel(.init(similarity: .bm25, neighbours: 100)) { cosine(weights, $0, $1) }
  }

  /// The probability of going item, user, item, each step to the power alpha, over popularity^beta.
  @Test(arguments: [(1, 0.6), (0.8, 0), (1.3, 1.1)] as [(Double, Double)])
  func rp3beta(_ alpha: Double, _ beta: Double) throws {
    let table = table
    let owners = (0..<Self.items).map { item in max(1, table.reduce(0) { $0 + $1[item] }) }
    try expectModel(.init(similarity: .randomWalk, neighbours: 100, beta: beta, alpha: alpha)) { from, to in
      let walks = table.reduce(0) { (sum: Double, row: [Double]) -> Double in
        let length = row.reduce(0, +)
        guard length > 0 else { return sum }
        let first = pow(row[from] / owners[from], alpha)
        let second = pow(row[to] / length, alpha)
        return sum + first * second
      }
      return walks / pow(owners[to], beta)
    }
  }

  @Test func theStrongestStay() throws {
    let all = try NeighbourTrainer(.init(similarity: .cosine, neighbours: 100), threads: 1)
      .train(interactions, items: Self.items)
    let few = try NeighbourTrainer(.init(similarity: .cosine, neighbours: 4), threads: 1)
      .train(interactions, items: Self.items)
    for row in 0..<Self.items {
      let weakest = all[row: row].sorted(by: >)[3]
      for column in 0..<Self.items where all[row: row][column] > weakest {
        #expect(few[row: row][column] == all[row: row][column])
      }
      #expect(few[row: row].filter { $0 != 0 }.count <= 4)
    }
  }
}
