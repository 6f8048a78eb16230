extension RankingPipeline {
  /// Writes the `count` best of the first `reranked` candidates under the bundle's diversity. An item that comes
  /// after a worse one takes that one's score.
  func selectDiverse(
    _ diversity: ClusterDiversity, _ clusters: Matrix<Int32>, _ candidates: CandidateBlock, of reranked: Int,
    count: Int, _ scratch: PipelineScratch
  ) {
    _ = BestFirst.select(
      scratch.rankerScores.base, of: reranked, count: reranked, order: scratch.order.base)
    let order = UnsafeMutableBufferPointer(start: scratch.order.base, count: reranked)
    diversity.arrange(order) { clusters.base[Int(candidates.items[Int($0)])] }
    var lowest = Double.infinity
    for (place, index) in order.prefix(count).enumerated() {
      lowest = min(lowest, scratch.rankerScores.base[Int(index)])
      scratch.answerItems.base[place] = candidates.items[Int(index)]
      scratch.answerScores.base[place] = lowest
    }
  }
}
