import RankingCore

/// One fold, ready to be scored: its training data and the users with hidden items.
struct TuningFold: Sendable {
  let problem: EvaluationProblem
  let interactions: Interactions
  /// Dense users with a history and hidden items.
  let users: [Int]

  init(_ problem: EvaluationProblem) {
    self.problem = problem
    let interactions = problem.interactions
    self.interactions = interactions
    users = problem.relevant.indices.filter {
      !problem.relevant[$0].isEmpty && interactions.history(of: $0).count > 0
    }
  }

  func query(_ place: Int) -> UserQuery {
    let user = users[place]
    let history = interactions.history(of: user)
    return UserQuery(
      user: user, history: history, demographics: problem.catalogue.people[user],
      asOf: history.timestamps.last ?? 0)
  }

  /// Mean figures over the users of the sum of weight * scores.
  func figures(_ weighted: [(weight: Float, scores: FoldScores)], blocks: RowBlocks) -> UserMetrics {
    let size = 16
    let count = (users.count + size - 1) / size
    let partial = AlignedStorage<SIMD16<Double>>(count: count, repeating: .zero)
    let items = problem.catalogue.itemCount
    blocks.forEach(count, state: { AlignedStorage<Float>(count: items) }) { block, fused in
      for place in block * size..<min(self.users.count, (block + 1) * size) {
        partial.base[block] += self.metrics(place, weighted, fused).values
      }
    }
    let sum = partial.buffer.reduce(SIMD16<Double>.zero, +)
    return UserMetrics(values: users.isEmpty ? sum : sum / Double(users.count))
  }

  private func metrics(
    _ place: Int, _ weighted: [(weight: Float, scores: FoldScores)], _ fused: AlignedStorage<Float>
  ) -> UserMetrics {
    let scores = fused.base
    scores.update(repeating: 0, count: fused.count)
    for (weight, source) in weighted {
      let row = source.row(place)
      for item in 0..<fused.count { scores[item] += weight * row[item] }
    }
    for item in interactions.history(of: users[place]).items { scores[Int(item)] = -.infinity }
    let relevant = problem.relevant[users[place]]
    let ranks = relevant.map { Self.rank(Int($0), scores, fused.count) }.sorted()
    var hits = HitCounter()
    for rank in ranks where rank <= Metric.depth { hits.add(rank: rank) }
    return UserMetrics(values: hits.values(hidden: relevant.count))
  }

  /// From 1; of equal scores the lower item comes first.
  private static func rank(_ item: Int, _ scores: UnsafePointer<Float>, _ count: Int) -> Int {
    let own = scores[item]
    var above: Int32 = 1
    for other in 0..<item { above += scores[other] >= own ? 1 : 0 }
    for other in item..<count { above += scores[other] > own ? 1 : 0 }
    return Int(above)
  }
}
