internal import Foundation

/// -sum of label * log softmax(scores) within a group; a group without positive labels does not count.
struct QuerySoftMaxObjective: Objective {
  var isGrouped: Bool { true }

  func derivatives(
    _ rows: Range<Int>, group: Int, iteration: Int, labels: UnsafePointer<Float>,
    scores: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
    hessian: UnsafeMutablePointer<Double>
  ) {
    var highest = -Double.infinity
    var labelSum = 0.0
    for row in rows {
      highest = max(highest, scores[row])
      labelSum += Double(labels[row])
    }
    var total = 0.0
    for row in rows {
      gradient[row] = exp(scores[row] - highest)
      total += gradient[row]
    }
    for row in rows {
      let p = gradient[row] / total
      gradient[row] = Double(labels[row]) - p * labelSum
      hessian[row] = p * (1 - p) * labelSum
    }
  }
}
