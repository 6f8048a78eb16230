extension RetrievalStage {
  /// What each source that knew the user said of `item` in the last run with `scratch`, in the order of the sources.
  ///
  /// Computed on demand, one pass over the catalogue a source: a run keeps nothing for it beside the scores.
  ///
  /// - Parameter deny: what was denied in that run.
  package func opinions(
    of item: Int, deny: UnsafePointer<UInt64>?, scratch: RetrievalScratch
  ) -> [SourceOpinion] {
    precondition((0..<catalogueSize).contains(item) && scratch.sourceScores.count == sources.count)
    return sources.indices.compactMap { index in
      guard let (values, moments) = scratch.sourceScores.filled(index, scratch: scratch) else {
        return nil
      }
      let standard = moments.standardized(values[item])
      let rank = rank(of: item, values, deny)
      return SourceOpinion(
        source: sources[index].name, score: values[item], standardScore: standard, rank: rank,
        share: share(index, standardScore: standard, rank: rank))
    }
  }

  private func rank(
    of item: Int, _ scores: UnsafePointer<Float>, _ deny: UnsafePointer<UInt64>?
  ) -> Int {
    var rank = 1
    for other in 0..<catalogueSize {
      if let deny, deny[other >> 6] >> UInt64(other & 63) & 1 == 1 { continue }
      if scores[other] > scores[item] || scores[other] == scores[item] && other < item { rank += 1 }
    }
    return rank
  }

  private func share(_ index: Int, standardScore: Float, rank: Int) -> Float {
    switch fusion.method {
    case .standardScores: weights[index] * standardScore
    case .reciprocalRank: rank <= fusion.depth ? share(index, rank: rank) : 0
    }
  }
}
