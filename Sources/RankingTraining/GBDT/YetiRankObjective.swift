internal import Foundation

/// Neighbours in rankings by randomly perturbed scores, weighted by rank (Gulin, Kuralenok, Pavlov 2011).
struct YetiRankObjective: Objective {
  let permutations: Int
  let decay: Double
  let seed: UInt64
  var isGrouped: Bool { true }

  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows) {
    let (labels, scores, gradient, hessian) = (data.labels, data.scores, data.gradient, data.hessian)
    data.clear(rows)
    guard let first = rows.first, rows.contains(where: { labels[$0] != labels[first] }) else { return }
    var random = SeededRandom(seed: seed, iteration, group)
    var keys: [(score: Double, row: Int)] = rows.map { (0, $0) }
    for _ in 0..<permutations {
      for index in keys.indices {
        let row = rows.lowerBound + index
        let noise = random.uniform()
        keys[index] = (scores[row] + log(noise / (1.000001 - noise)), row)
      }
      keys.sort { ($0.score, $1.row) > ($1.score, $0.row) }
      var weight = 0.15
      for (above, below) in zip(keys, keys.dropFirst()) {
        if weight < 1e-6 { break }
        let difference = Double(labels[above.row] - labels[below.row])
        if difference != 0 {
          PairwiseLogistic.add(
            winner: difference > 0 ? above.row : below.row, loser: difference > 0 ? below.row : above.row,
            weight: weight * abs(difference), scores: scores, gradient: gradient, hessian: hessian)
        }
        weight *= decay
      }
    }
    data.weigh(rows)
  }
}
