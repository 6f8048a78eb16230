/// Squared error of scores after the group's mean residual is removed.
struct QueryRMSEObjective: Objective {
  var isGrouped: Bool { true }

  func derivatives(
    _ rows: Range<Int>, group: Int, iteration: Int, labels: UnsafePointer<Float>,
    scores: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
    hessian: UnsafeMutablePointer<Double>
  ) {
    var sum = 0.0
    for row in rows { sum += Double(labels[row]) - scores[row] }
    let mean = rows.isEmpty ? 0 : sum / Double(rows.count)
    for row in rows {
      gradient[row] = Double(labels[row]) - scores[row] - mean
      hessian[row] = 1
    }
  }
}
