internal import Foundation
internal import RankingCore

/// Computes every signal of a problem from its warm interactions and the items' facts.
package struct ColdItemModel: Sendable {
  package let facts: ItemFacts
  package let kernel: ItemKernel
  package let threads: Int
  private let inputs: (metadata: Matrix<Float>, text: Matrix<Float>, all: Matrix<Float>)

  /// Strong regularisation, as for the warm recommender.
  private static let als = ALSConfiguration(
    factors: 64, regularization: 24.4, weight: RatingWeight(rule: .uniform, scale: 2.25), seed: 1)
  private static let ridge = (metadata: 30.0, text: 50.0)
  /// Kernel ridge into factors, and into single interactions, which are noisier.
  private static let lambda = (factors: 2.0, interactions: 10.0)

  package init(facts: ItemFacts, threads: Int) throws(TrainingError) {
    self.facts = facts
    self.threads = threads
    kernel = try ItemKernel(facts)
    inputs = (facts.inputs([.genres, .year]), facts.inputs(.text), facts.inputs(.all))
  }

  package func signals(_ problem: ColdItemProblem) throws -> ColdItemSignals {
    var signals = ColdItemSignals()
    try addProjections(problem, &signals)
    try addSmoothed(problem, &signals)
    let history = ColdItemHistory(problem, facts)
    signals.add(.centroid, history.centroid())
    signals.add(.closest, history.closest(5))
    history.addTastes(to: &signals)
    for name in [ColdItemSignals.Name.kernel, .projected, .centroid, .direct] {
      signals.addStandardised(name)
    }
    return signals
  }

  /// Regressions into the factors that ALS gives the warm items.
  private func addProjections(_ problem: ColdItemProblem, _ signals: inout ColdItemSignals) throws {
    let rows = SparseRows(problem.interactions, items: kernel.size, weight: Self.als.weight)
    let factors = try ALSTrainer(Self.als, threads: threads).train(rows)
    let targets = factors.items.picking(problem.warm)
    for (name, inputs, lambda) in [
      (ColdItemSignals.Name.metadata, inputs.metadata, Self.ridge.metadata),
      (.text, inputs.text, Self.ridge.text), (.projected, inputs.all, Self.ridge.text),
    ] {
      let projection = try RidgeProjection.fit(
        inputs: inputs.picking(problem.warm), targets: targets, lambda: lambda)
      let items = DenseProduct.times(inputs.picking(problem.cold), projection)
      signals.add(name, DenseProduct.timesTransposed(factors.users, items))
    }
    let smoother = try KernelSmoother.weights(
      kernel, known: problem.warm, targets: problem.cold, lambda: Self.lambda.factors)
    let items = DenseProduct.times(smoother, targets)
    signals.add(.kernel, DenseProduct.timesTransposed(factors.users, items))
  }

  /// Regressions into interactions and their number.
  private func addSmoothed(_ problem: ColdItemProblem, _ signals: inout ColdItemSignals) throws {
    let smoother = try KernelSmoother.weights(
      kernel, known: problem.warm, targets: problem.cold, lambda: Self.lambda.interactions)
    let seen = ColdItemHistory.seen(problem)
    signals.add(.direct, DenseProduct.timesTransposed(seen, smoother))
    let counts = (0..<seen.columns).map { item in
      (0..<seen.rows).reduce(Float(0)) { $0 + seen.base[$1 * seen.stride + item] }
    }
    let logs = counts.map { log1p($0) }
    let mean = logs.reduce(0, +) / Float(max(1, logs.count))
    let expected = (0..<smoother.rows).map { item in
      mean + zip(smoother[row: item], logs).reduce(Float(0)) { $0 + $1.0 * ($1.1 - mean) }
    }
    signals.add(.popularity, .everyUser(expected, users: seen.rows))
    signals.add(
      .neighbours, .everyUser(neighbours(problem, logs, width: 0.2) { kernel[$0, $1] }, users: seen.rows))
    let cosines = DenseProduct.timesTransposed(
      facts.embeddings.picking(problem.cold), facts.embeddings.picking(problem.warm))
    let places = Dictionary(uniqueKeysWithValues: problem.cold.enumerated().map { ($1, $0) })
    let columns = Dictionary(uniqueKeysWithValues: problem.warm.enumerated().map { ($1, $0) })
    let texts = neighbours(problem, logs, width: 0.08) { cold, warm in
      Double(cosines[row: places[cold] ?? 0][columns[warm] ?? 0])
    }
    signals.add(.textNeighbours, .everyUser(texts, users: seen.rows))
  }

  /// Mean of `logs` over warm items, weighed by how close they are.
  private func neighbours(
    _ problem: ColdItemProblem, _ logs: [Float], width: Double, _ closeness: (Int, Int) -> Double
  ) -> [Float] {
    problem.cold.map { item in
      var (sum, total) = (0.0, 0.0)
      for (place, known) in problem.warm.enumerated() {
        let weight = exp(closeness(item, known) / width)
        sum += weight * Double(logs[place])
        total += weight
      }
      return Float(total > 0 ? sum / total : 0)
    }
  }
}

extension Matrix where Element == Float {
  /// The same row for each of `users`.
  static func everyUser(_ row: [Float], users: Int) -> Matrix<Float> {
    Matrix(rows: users, columns: row.count, (0..<users).flatMap { _ in row })
  }
}
