import CKernels

/// Stage 1: every source scores the catalogue, the scores are fused, the best items come out.
package struct RetrievalStage: Sendable {
  package let sources: [any CandidateSource]
  package let fusion: FusionConfiguration
  package let catalogueSize: Int
  private let weights: [Float]
  private let fallback: [Int]

  /// Weights and fallbacks that name no source are ignored: a bundle without that source still serves.
  package init(sources: [any CandidateSource], fusion: FusionConfiguration, catalogueSize: Int) {
    self.sources = sources
    self.fusion = fusion
    self.catalogueSize = catalogueSize
    weights = sources.map { fusion.weights[$0.name] ?? 0 }
    fallback = fusion.fallback.compactMap { name in sources.firstIndex { $0.name == name } }
  }

  /// The best `limit` items whose bit in `deny` is clear. `deny` has a bit for each item, 64 a word.
  ///
  /// Afterwards `scratch.sourceScores` holds one row of z-scores for each source.
  package func run(
    _ query: UserQuery, deny: UnsafePointer<UInt64>?, limit: Int, scratch: RetrievalScratch
  ) -> CandidateBlock {
    precondition(scratch.catalogueSize == catalogueSize)
    let scores = scratch.prepareSourceScores(sources.count)
    let fused = scratch.fused.base
    fused.update(repeating: 0, count: catalogueSize)
    var step = ServingStep.none
    for index in sources.indices {
      if evaluate(index, query, scores, scratch) && weights[index] != 0 { step = .fused }
    }
    if step != .fused { step = fallBack(scores, fused) }
    return select(fused, deny: deny, limit: limit, step: step, scratch)
  }

  /// Scores source `index` into its row and adds its share to the fused scores.
  private func evaluate(
    _ index: Int, _ query: UserQuery, _ scores: SourceScores, _ scratch: RetrievalScratch
  ) -> Bool {
    let row = scores.row(index)
    guard sources[index].score(query, into: row, scratch: scratch) else {
      scores.clear(index)
      return false
    }
    var mean: Float = 0
    var inverse: Float = 0
    kernels.moments(row, catalogueSize, &mean, &inverse)
    let weight = fusion.method == .standardScores ? weights[index] : 0
    kernels.standardize(row, catalogueSize, mean, inverse, weight, scratch.fused.base)
    scores.record(index, mean: mean, inverseDeviation: inverse)
    if fusion.method == .reciprocalRank && weights[index] != 0 { addRanks(index, row, scratch) }
    return true
  }

  private func addRanks(_ index: Int, _ row: UnsafePointer<Float>, _ scratch: RetrievalScratch) {
    let selection = scratch.selection
    let depth = min(fusion.depth, catalogueSize)
    let found = kernels.select(
      row, catalogueSize, nil, depth, selection.work.base, selection.items.base, selection.scores.base)
    for rank in 0..<found {
      let share = weights[index] / (fusion.rankConstant + Float(rank + 1))
      scratch.fused.base[Int(selection.items.base[rank])] += share
    }
  }

  private func fallBack(_ scores: SourceScores, _ fused: UnsafeMutablePointer<Float>) -> ServingStep {
    guard let source = fallback.first(where: { scores.isAvailable($0) }) else { return .none }
    fused.update(from: scores.row(source), count: catalogueSize)
    return .fallback(source: source)
  }

  private func select(
    _ fused: UnsafePointer<Float>, deny: UnsafePointer<UInt64>?, limit: Int, step: ServingStep,
    _ scratch: RetrievalScratch
  ) -> CandidateBlock {
    let selection = scratch.selection
    let count = kernels.select(
      fused, catalogueSize, deny, min(max(0, limit), catalogueSize), selection.work.base,
      selection.items.base, selection.scores.base)
    return CandidateBlock(
      items: UnsafeBufferPointer(start: selection.items.base, count: count),
      scores: UnsafeBufferPointer(start: selection.scores.base, count: count), step: step)
  }
}
