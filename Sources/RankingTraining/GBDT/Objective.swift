/// A loss: how the scores of one group of rows should move.
///
/// Calls are independent, from any thread; what is random depends on `iteration` and `group` only.
protocol Objective: Sendable {
  /// Whether rows depend on each other within a group; false: `rows` may be any range.
  var isGrouped: Bool { get }

  /// Writes -dLoss/dscore into `gradient` and d2Loss/dscore2 (>= 0) into `hessian` for each of `rows`.
  /// All pointers start at row 0 of the matrix.
  func derivatives(
    _ rows: Range<Int>, group: Int, iteration: Int, labels: UnsafePointer<Float>,
    scores: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
    hessian: UnsafeMutablePointer<Double>)
}

extension GBDTConfiguration {
  var objective: any Objective {
    switch loss {
    case .logloss: LoglossObjective()
    case .querySoftMax: QuerySoftMaxObjective()
    case .queryRMSE: QueryRMSEObjective()
    case .yetiRank: YetiRankObjective(permutations: permutations, decay: rankDecay, seed: seed)
    case .lambdaMART: LambdaMARTObjective(cutoff: metricCutoff)
    }
  }
}
