internal import Foundation

/// -sum of weight * label * log softmax(scores + log(weights)) within a group, as CatBoost weighs rows; a group without
/// positive labels does not count.
struct QuerySoftMaxObjective: Objective {
  var isGrouped: Bool { true }

  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows) {
    let (labels, scores, gradient, hessian) = (data.labels, data.scores, data.gradient, data.hessian)
    var highest = -Double.infinity
    var labelSum = 0.0
    for row in rows where data.weight(row) > 0 {
      highest = max(highest, scores[row])
      labelSum += data.weight(row) * Double(labels[row])
    }
    guard labelSum > 0 else { return data.clear(rows) }
    var total = 0.0
    for row in rows {
      gradient[row] = data.weight(row) > 0 ? data.weight(row) * exp(scores[row] - highest) : 0
      total += gradient[row]
    }
    for row in rows {
      let p = gradient[row] / total
      gradient[row] = data.weight(row) * Double(labels[row]) - p * labelSum
      hessian[row] = p * (1 - p) * labelSum
    }
  }
}
