import RankingCore

extension ReferenceHistogram {
  /// Ten bins of equal share over the scores of every user's top ten; nil without scores.
  static func scores(_ snapshot: ModelSnapshot) -> ReferenceHistogram? {
    let scratch = PipelineScratch(for: snapshot)
    let pipeline = RankingPipeline(snapshot: snapshot)
    let request = RankingRequest(user: .anonymous, topK: 10)
    let scores = (0..<snapshot.catalogue.userCount).flatMap { user in
      Array(pipeline.answer(user: user, request, scratch: scratch).scores)
    }.sorted()
    guard scores.count >= 10 else { return nil }
    let edges = (1..<10).map { scores[$0 * scores.count / 10] }
    var counts = [Double](repeating: 0, count: 10)
    for score in scores { counts[edges.firstIndex { score <= $0 } ?? 9] += 1 }
    return ReferenceHistogram(
      name: "score", edges: edges, shares: counts.map { $0 / Double(scores.count) })
  }
}
