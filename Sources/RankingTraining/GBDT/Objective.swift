/// A loss: how the scores of one group of rows should move.
///
/// Calls are independent, from any thread; what is random depends on `iteration` and `group` only.
protocol Objective: Sendable {
  /// Whether rows depend on each other within a group; false: `rows` may be any range.
  var isGrouped: Bool { get }

  /// Writes the derivatives of the weighted loss for each of `rows`.
  func derivatives(_ rows: Range<Int>, group: Int, iteration: Int, of data: LossRows)
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
