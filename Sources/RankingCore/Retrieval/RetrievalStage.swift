import CKernels

/// Stage 1: every source scores the catalogue, the scores are fused, the best items come out.
package struct RetrievalStage: Sendable {
  package let sources: [any CandidateSource]
  package let fusion: FusionConfiguration
  package let catalogueSize: Int
  let weights: [Float]
  private let constants: [Constant?]
  /// What is asked of sources that only features look at.
  private let itemwise: [ItemwiseScores?]
  private let fallback: [Int]

  /// The scores of a source that says the same for everyone.
  private struct Constant: Sendable {
    let scores: Matrix<Float>
    let moments: SourceScores.Moments
  }

  /// Weights and fallbacks that name no source are ignored: a bundle without that source still serves.
  package init(sources: [any CandidateSource], fusion: FusionConfiguration, catalogueSize: Int) {
    self.sources = sources
    self.fusion = fusion
    self.catalogueSize = catalogueSize
    weights = sources.map { fusion.weights[$0.name] ?? 0 }
    constants = sources.map { source in
      source.constantScores.map {
        Constant(scores: $0, moments: SourceScores.Moments($0.base, count: catalogueSize))
      }
    }
    fallback = fusion.fallback.compactMap { name in sources.firstIndex { $0.name == name } }
    itemwise = sources.map { source in
      guard fusion.weights[source.name] == 0, !fusion.fallback.contains(source.name) else { return nil }
      return (source as? any ProductSource).map { ItemwiseScores($0) }
    }
  }

  /// The best `limit` items whose bit in `deny` is clear. `deny` has a bit for each item, 64 a word.
  ///
  /// Afterwards `scratch.sourceScores` holds what each source said.
  package func run(
    _ query: UserQuery, deny: UnsafePointer<UInt64>?, limit: Int, scratch: RetrievalScratch
  ) -> CandidateBlock {
    precondition(scratch.catalogueSize == catalogueSize)
    let scores = scratch.prepareSourceScores(sources.count)
    if scratch.clock.isRunning {
      evaluateTimed(query, scores, scratch)
    } else {
      for index in sources.indices { evaluate(index, query, scores, scratch) }
    }
    let isKnown = sources.indices.contains { weights[$0] != 0 && scores.isAvailable($0) }
    let step = isKnown ? ServingStep.fused : fallBack(scores, scratch.fused.base)
    if isKnown { fuse(scores, deny: deny, scratch) }
    let best = select(UnsafePointer(scratch.fused.base), deny: deny, limit: limit, step: step, scratch)
    if scratch.clock.isRunning {
      scratch.clock.leavingOut { credit(best, scores, deny: deny, scratch.clock) }
    }
    return best
  }

  /// Records what source `index` says.
  func evaluate(
    _ index: Int, _ query: UserQuery, _ scores: SourceScores, _ scratch: RetrievalScratch
  ) {
    if let constant = constants[index] {
      return scores.record(index, constant: constant.scores, constant.moments)
    }
    if let itemwise = itemwise[index] {
      return scores.record(index, itemwise: itemwise, query, scratch)
    }
    if sources[index].score(query, into: scores.own(index), scratch: scratch) {
      scores.record(index)
    } else {
      scores.recordUnknown(index)
    }
  }

  private func fuse(_ scores: SourceScores, deny: UnsafePointer<UInt64>?, _ scratch: RetrievalScratch) {
    switch fusion.method {
    case .standardScores: addStandardScores(scores, scratch.fused.base)
    case .reciprocalRank:
      scratch.fused.buffer.update(repeating: 0)
      for index in sources.indices where weights[index] != 0 {
        forEachRanked(index, scores, deny: deny, scratch.selection) { item, share in
          scratch.fused.base[item] += share
        }
      }
    }
  }

  /// The sum of weight * (score - mean) / deviation, as one pass over the raw scores.
  private func addStandardScores(_ scores: SourceScores, _ fused: UnsafeMutablePointer<Float>) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>?.self, capacity: sources.count) { rows in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: sources.count) { scales in
        var (count, offset): (Int, Float) = (0, 0)
        for index in sources.indices where weights[index] != 0 {
          guard let (values, moments) = scores.scores(index) else { continue }
          rows[count] = values
          scales[count] = weights[index] * moments.inverseDeviation
          offset -= scales[count] * moments.mean
          count += 1
        }
        kernels.fuse(rows.baseAddress, scales.baseAddress, count, offset, catalogueSize, fused)
      }
    }
  }

  private func fallBack(_ scores: SourceScores, _ fused: UnsafeMutablePointer<Float>) -> ServingStep {
    guard let source = fallback.first(where: { scores.isAvailable($0) }) else {
      fused.update(repeating: 0, count: catalogueSize)
      return .none
    }
    scores.standardize(source, into: fused)
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
