internal import Foundation

/// -label * log p - (1 - label) * log(1 - p), p = 1 / (1 + exp(-score)).
struct LoglossObjective: Objective {
  var isGrouped: Bool { false }

  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows) {
    let (labels, scores, gradient, hessian) = (data.labels, data.scores, data.gradient, data.hessian)
    for row in rows {
      let p = 1 / (1 + exp(-scores[row]))
      gradient[row] = Double(labels[row]) - p
      hessian[row] = p * (1 - p)
    }
    data.weigh(rows)
  }
}
