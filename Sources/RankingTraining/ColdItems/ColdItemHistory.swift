internal import Foundation
internal import RankingCore

/// What users' histories of warm items say of cold ones.
struct ColdItemHistory {
  private let problem: ColdItemProblem
  private let facts: ItemFacts
  /// [users, warm] shares of the history: rows sum to 1, or to 0 without one.
  private let shares: Matrix<Float>
  private let lengths: [Float]
  /// [warm] shares of all interactions.
  private let everybody: Matrix<Float>

  init(_ problem: ColdItemProblem, _ facts: ItemFacts) {
    self.problem = problem
    self.facts = facts
    let seen = Self.seen(problem)
    let lengths = (0..<seen.rows).map { seen[row: $0].reduce(0, +) }
    var (values, totals) = ([Float](), [Float](repeating: 0, count: seen.columns))
    for user in 0..<seen.rows {
      let line = seen[row: user]
      for (place, value) in line.enumerated() { totals[place] += value }
      values += line.map { $0 / max(1, lengths[user]) }
    }
    self.lengths = lengths
    shares = Matrix(rows: seen.rows, columns: seen.columns, values)
    let total = max(1, totals.reduce(0, +))
    everybody = Matrix(rows: 1, columns: totals.count, totals.map { $0 / total })
  }

  /// [users, warm] 1 where the user has met the item.
  static func seen(_ problem: ColdItemProblem) -> Matrix<Float> {
    let (users, width) = (problem.interactions.userCount, problem.warm.count)
    var values = [Float](repeating: 0, count: users * width)
    let places = Dictionary(uniqueKeysWithValues: problem.warm.enumerated().map { (Int32($1), $0) })
    for user in 0..<users {
      for item in problem.interactions.history(of: user).items {
        if let place = places[item] { values[user * width + place] = 1 }
      }
    }
    return Matrix(rows: users, columns: width, values)
  }

  func centroid() -> Matrix<Float> {
    let centres = DenseProduct.times(shares, facts.embeddings.picking(problem.warm))
    return DenseProduct.timesTransposed(centres, facts.embeddings.picking(problem.cold))
  }

  /// Mean of the `count` largest cosines to items of the history; 0 without a history.
  func closest(_ count: Int) -> Matrix<Float> {
    let cosines = DenseProduct.timesTransposed(
      facts.embeddings.picking(problem.cold), facts.embeddings.picking(problem.warm))
    let places = Dictionary(uniqueKeysWithValues: problem.warm.enumerated().map { (Int32($1), $0) })
    var values: [Float] = []
    values.reserveCapacity(shares.rows * problem.cold.count)
    for user in 0..<shares.rows {
      let history = problem.interactions.history(of: user).items.compactMap { places[$0] }
      for cold in problem.cold.indices {
        let line = cosines[row: cold]
        var best = [Float](repeating: -2, count: count)
        for place in history where line[place] > best[count - 1] {
          var rank = count - 1
          while rank > 0, best[rank - 1] < line[place] {
            best[rank] = best[rank - 1]
            rank -= 1
          }
          best[rank] = line[place]
        }
        let found = best.prefix(history.count)
        values.append(found.isEmpty ? 0 : found.reduce(0, +) / Float(found.count))
      }
    }
    return Matrix(rows: shares.rows, columns: problem.cold.count, values)
  }

  func addTastes(to signals: inout ColdItemSignals) {
    let users = shares.rows
    addYears(&signals)
    signals.add(.genreLift, genreLift())
    signals.add(.year, .everyUser(problem.cold.map { Float(facts.years[$0]) }, users: users))
    let counts = problem.cold.map { facts.genres[row: $0].reduce(0, +) }
    signals.add(.genreCount, .everyUser(counts, users: users))
    signals.add(
      .activity,
      Matrix(
        rows: users, columns: problem.cold.count,
        lengths.flatMap { [Float](repeating: log1p($0), count: problem.cold.count) }))
    let years = Matrix(rows: problem.warm.count, columns: 1, problem.warm.map { Float(facts.years[$0]) })
    let means = DenseProduct.times(shares, years)
    signals.add(
      .yearDistance,
      Matrix(
        rows: users, columns: problem.cold.count,
        (0..<users).flatMap { user in problem.cold.map { Float(facts.years[$0]) - means[row: user][0] } }))
  }

  private func addYears(_ signals: inout ColdItemSignals) {
    let near = Matrix(
      rows: problem.warm.count, columns: problem.cold.count,
      problem.warm.flatMap { warm in
        problem.cold.map { Float(exp(-0.5 * pow(facts.years[warm] - facts.years[$0], 2))) }
      })
    let (own, all) = (DenseProduct.times(shares, near), DenseProduct.times(everybody, near))
    signals.add(.yearLift, Self.lift(own, all, smoothing: 0.01))
    let supply = DenseProduct.times(
      Matrix(
        rows: 1, columns: near.rows, [Float](repeating: 1 / Float(max(1, near.rows)), count: near.rows)), near
    )
    let demand = zip(all[row: 0], supply[row: 0]).map { log($0 / max(1e-6, $1) + 1e-3) }
    signals.add(.yearDemand, .everyUser(demand, users: shares.rows))
  }

  /// Mean over the item's genres of the log of the user's share over everybody's.
  private func genreLift() -> Matrix<Float> {
    let genres = facts.genres.picking(problem.warm)
    let lifts = Self.lift(
      DenseProduct.times(shares, genres), DenseProduct.times(everybody, genres), smoothing: 0.02)
    let cold = problem.cold.flatMap { item -> [Float] in
      let line = facts.genres[row: item]
      let count = max(1, line.reduce(0, +))
      return line.map { $0 / count }
    }
    return DenseProduct.timesTransposed(
      lifts, Matrix(rows: problem.cold.count, columns: facts.genres.columns, cold))
  }

  private static func lift(
    _ own: Matrix<Float>, _ all: Matrix<Float>, smoothing: Float
  ) -> Matrix<Float> {
    Matrix(
      rows: own.rows, columns: own.columns,
      (0..<own.rows).flatMap { user in
        zip(own[row: user], all[row: 0]).map { log(($0 + smoothing) / ($1 + smoothing)) }
      })
  }
}
