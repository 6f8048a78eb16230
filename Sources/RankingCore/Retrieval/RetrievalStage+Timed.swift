extension RetrievalStage {
  /// Evaluates every source and times each.
  func evaluateTimed(_ query: UserQuery, _ scores: SourceScores, _ scratch: RetrievalScratch) {
    var begin = StageClock.now
    for index in sources.indices {
      evaluate(index, query, scores, scratch)
      begin = scratch.clock.endSource(index, since: begin)
    }
  }

  /// Counts each candidate for the source that adds most to its fused score; after a fallback for the one that
  /// answered.
  func credit(
    _ candidates: CandidateBlock, _ scores: SourceScores, deny: UnsafePointer<UInt64>?, _ clock: StageClock
  ) {
    if case .fallback(let source) = candidates.step {
      for _ in 0..<candidates.count { clock.credit(source) }
    }
    guard case .fused = candidates.step else { return }
    switch fusion.method {
    case .standardScores: creditStandardScores(candidates, scores, clock)
    case .reciprocalRank: creditRanks(candidates, scores, deny: deny, clock)
    }
  }

  private func creditStandardScores(
    _ candidates: CandidateBlock, _ scores: SourceScores, _ clock: StageClock
  ) {
    for item in candidates.items {
      var (best, share): (Int?, Float) = (nil, -.infinity)
      for index in sources.indices where weights[index] != 0 {
        guard let (values, moments) = scores.scores(index) else { continue }
        let own = weights[index] * (values[Int(item)] - moments.mean) * moments.inverseDeviation
        if own > share { (best, share) = (index, own) }
      }
      if let best { clock.credit(best) }
    }
  }

  /// Ranks the sources once more, in memory of its own: `candidates` lie where the run selected them.
  private func creditRanks(
    _ candidates: CandidateBlock, _ scores: SourceScores, deny: UnsafePointer<UInt64>?, _ clock: StageClock
  ) {
    let selection = SelectionScratch(catalogueSize: catalogueSize)
    var leaders = [(source: Int, share: Float)?](repeating: nil, count: catalogueSize)
    for index in sources.indices where weights[index] != 0 {
      forEachRanked(index, scores, deny: deny, selection) { item, share in
        if share > leaders[item]?.share ?? -.infinity { leaders[item] = (index, share) }
      }
    }
    for item in candidates.items {
      if let leader = leaders[Int(item)] { clock.credit(leader.source) }
    }
  }
}
