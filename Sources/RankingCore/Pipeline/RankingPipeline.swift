/// Request to scores over one model: retrieval, features, trees, order. Synchronous and pure: the same
/// request against the same snapshot gives the same bits.
package struct RankingPipeline: Sendable {
  package let snapshot: ModelSnapshot

  /// A deadline closer than this leaves stage 2 out; several times what it costs.
  package static let rerankingBudgetNanoseconds: UInt64 = 300_000

  package init(snapshot: ModelSnapshot) { self.snapshot = snapshot }

  /// Answers `request`; at most as many items as the catalogue has eligible ones.
  package func answer(_ request: RankingRequest, scratch: PipelineScratch) -> RankingAnswer {
    answer(user: snapshot.catalogue.user(request.user), request, scratch: scratch)
  }

  /// As `answer(_:scratch:)`, for a dense user index; nil is an unknown or anonymous user.
  package func answer(
    user: Int?, _ request: RankingRequest, scratch: PipelineScratch
  ) -> RankingAnswer {
    let query = snapshot.query(user: user)
    guard query.history.count > 0 else { return fallback(query, topK: request.topK, scratch) }
    return personal(query, request, scratch)
  }

  private func personal(
    _ query: UserQuery, _ request: RankingRequest, _ scratch: PipelineScratch
  ) -> RankingAnswer {
    let candidates = snapshot.candidates(
      for: query, limit: max(request.topK, snapshot.serving.candidates), scratch: scratch)
    guard candidates.count > 0 else { return fallback(query, topK: request.topK, scratch) }
    scratch.clock.end(.retrieval)
    let late = request.budgetNanoseconds.map { $0 < Self.rerankingBudgetNanoseconds } ?? false
    let reranked = late || !snapshot.ranks ? 0 : min(candidates.count, snapshot.serving.candidates)
    if reranked > 0 { snapshot.rerank(query, candidates, count: reranked, scratch: scratch) }
    scratch.choice = .init(candidates: candidates, reranked: reranked)
    let count = choose(request.topK, scratch)
    scratch.clock.end(.policy)
    return scratch.answer(count, .personal, degradation: late ? .rerankingSkipped : nil)
  }

  /// The personal answer `answer`, the last one made with `scratch`, as long as if `topK` items had been wanted, or
  /// as far as its candidates go; its own items are the first of these, in the same memory.
  package func lengthened(
    _ answer: RankingAnswer, to topK: Int, scratch: PipelineScratch
  ) -> RankingAnswer {
    precondition(answer.servedBy == .personal)
    guard answer.items.count < topK else { return answer }
    return scratch.answer(choose(topK, scratch), .personal, degradation: answer.degradation)
  }

  /// Writes the best `topK` of the candidates that `scratch` has to choose from, or all; returns how many.
  private func choose(_ topK: Int, _ scratch: PipelineScratch) -> Int {
    guard let choice = scratch.choice else { return 0 }
    let (candidates, reranked) = (choice.candidates, choice.reranked)
    let count = min(topK, candidates.count)
    guard reranked > 0 else { return copyFused(candidates, from: 0, to: count, offset: 0, scratch) }
    if let diversity = snapshot.serving.diversity, let clusters = snapshot.model.semantic?.clusters {
      selectDiverse(diversity, clusters, candidates, of: reranked, count: min(count, reranked), scratch)
    } else {
      selectBest(candidates, of: reranked, count: min(count, reranked), scratch)
    }
    appendTail(candidates, after: reranked, count: count, scratch)
    return count
  }

  /// Writes the `count` best of the first `reranked` candidates; of equal scores the better candidate of
  /// stage 1 comes first.
  private func selectBest(
    _ candidates: CandidateBlock, of reranked: Int, count: Int, _ scratch: PipelineScratch
  ) {
    let best = BestFirst.select(
      scratch.rankerScores.base, of: reranked, count: count, order: scratch.order.base)
    for (place, index) in best.enumerated() {
      scratch.answerItems.base[place] = candidates.items[Int(index)]
      scratch.answerScores.base[place] = scratch.rankerScores.base[Int(index)]
    }
  }

  /// Beyond the re-ranked candidates the order of stage 1 goes on, below the lowest stage-2 score.
  private func appendTail(
    _ candidates: CandidateBlock, after reranked: Int, count: Int, _ scratch: PipelineScratch
  ) {
    guard count > reranked else { return }
    let floor = scratch.answerScores.base[reranked - 1] - Double(candidates.scores[reranked - 1])
    _ = copyFused(candidates, from: reranked, to: count, offset: floor, scratch)
  }

  private func copyFused(
    _ candidates: CandidateBlock, from first: Int, to end: Int, offset: Double, _ scratch: PipelineScratch
  ) -> Int {
    for place in first..<end {
      scratch.answerItems.base[place] = candidates.items[place]
      scratch.answerScores.base[place] = Double(candidates.scores[place]) + offset
    }
    return end
  }

  /// The first step of the chain that has an answer; popularity always has.
  private func fallback(_ query: UserQuery, topK: Int, _ scratch: PipelineScratch) -> RankingAnswer {
    let (candidates, servedBy) = snapshot.fallbackCandidates(for: query, limit: topK, scratch: scratch)
    scratch.clock.end(.retrieval)
    let count = copyFused(candidates, from: 0, to: candidates.count, offset: 0, scratch)
    scratch.clock.end(.policy)
    return scratch.answer(count, servedBy)
  }
}

extension PipelineScratch {
  /// The first `count` places of the answer.
  fileprivate func answer(
    _ count: Int, _ servedBy: ServedBy, degradation: Degradation? = nil
  ) -> RankingAnswer {
    RankingAnswer(
      items: UnsafeBufferPointer(start: answerItems.base, count: count),
      scores: UnsafeBufferPointer(start: answerScores.base, count: count), servedBy: servedBy,
      degradation: degradation)
  }
}
