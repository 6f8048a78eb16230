/// Squared error of scores after the group's mean residual is removed; both weighted.
struct QueryRMSEObjective: Objective {
  var isGrouped: Bool { true }

  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows) {
    let (labels, scores, gradient, hessian) = (data.labels, data.scores, data.gradient, data.hessian)
    var (sum, weights) = (0.0, 0.0)
    for row in rows {
      sum += data.weight(row) * (Double(labels[row]) - scores[row])
      weights += data.weight(row)
    }
    let mean = weights > 0 ? sum / weights : 0
    for row in rows {
      gradient[row] = Double(labels[row]) - scores[row] - mean
      hessian[row] = 1
    }
    data.weigh(rows)
  }
}
