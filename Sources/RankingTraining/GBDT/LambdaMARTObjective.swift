internal import Foundation

/// Pairs of different labels, at least one of them ranked above `cutoff`, weighted by the change in NDCG
/// that swapping them makes (Burges 2010).
struct LambdaMARTObjective: Objective {
  let cutoff: Int
  var isGrouped: Bool { true }

  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows) {
    let (labels, scores, gradient, hessian) = (data.labels, data.scores, data.gradient, data.hessian)
    data.clear(rows)
    let order = rows.sorted { (scores[$0], $1) > (scores[$1], $0) }
    let ideal = NDCG.ideal(rows.map { labels[$0] }, cutoff: cutoff)
    guard ideal > 0 else { return }
    for (high, first) in order.prefix(cutoff).enumerated() {
      for (low, second) in order.enumerated().dropFirst(high + 1) where labels[first] != labels[second] {
        let gain = abs(NDCG.gain(labels[first]) - NDCG.gain(labels[second]))
        let discount = NDCG.discount(high) - (low < cutoff ? NDCG.discount(low) : 0)
        let firstWins = labels[first] > labels[second]
        PairwiseLogistic.add(
          winner: firstWins ? first : second, loser: firstWins ? second : first,
          weight: gain * discount / ideal, scores: scores, gradient: gradient, hessian: hessian)
      }
    }
    data.weigh(rows)
  }
}
