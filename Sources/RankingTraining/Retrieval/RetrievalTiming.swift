package import RankingCore

/// Microseconds of one-core retrieval calls over all users of a data set.
package struct RetrievalTiming: Sendable {
  package let name: String
  package let median: Double
  package let minimum: Double
  /// What a user drawn at random costs: histories of very different lengths make it more than the median.
  package let mean: Double

  /// Times `body` for each of `users`, `rounds` times, after one round to warm up.
  package init(_ name: String, users: [Int], rounds: Int, _ body: (Int) -> Void) {
    let clock = ContinuousClock()
    var times: [Double] = []
    for round in 0...max(1, rounds) {
      for user in users {
        let start = clock.now
        body(user)
        if round > 0 { times.append((clock.now - start) / .microseconds(1)) }
      }
    }
    times.sort()
    self.name = name
    median = times.isEmpty ? 0 : times[times.count / 2]
    minimum = times.first ?? 0
    mean = times.isEmpty ? 0 : times.reduce(0, +) / Double(times.count)
  }

  /// What `rankctl time-retrieval` measures: factors alone, floats against 8-bit integers, folding in, all sources fused.
  package static func all(
    _ fused: RetrievalStage, _ interactions: Interactions, items: Int, depth: Int, rounds: Int,
    threads: Int
  ) throws(TrainingError) -> [RetrievalTiming] {
    let configuration = ALSConfiguration(factors: 64, regularization: 19.3)
    let rows = SparseRows(interactions, items: items, confidence: configuration)
    let factors = try ALSTrainer(configuration, threads: threads).train(rows)
    let source = factors.source(name: "als", configuration: configuration)
    let bench = RetrievalBench(interactions, items: items, depth: depth, rounds: rounds)
    return [
      bench.scan("scan, 64 floats an item", factors),
      bench.scanRounded("scan, 64 8-bit integers an item", factors),
      bench.stage(
        "top \(depth) by 64 factors",
        RetrievalStage(
          sources: [source], fusion: FusionConfiguration(weights: ["als": 1]), catalogueSize: items)),
      bench.foldIn("unknown user, 50 items folded into 64 factors and scanned", source),
      bench.stage("top \(depth) by \(fused.sources.count) sources fused", fused),
    ]
  }
}

/// Data and memory of a timing.
private struct RetrievalBench {
  let interactions: Interactions
  let items: Int
  let depth: Int
  let rounds: Int
  let users: [Int]
  let scratch: RetrievalScratch
  let out: AlignedStorage<Float>

  init(_ interactions: Interactions, items: Int, depth: Int, rounds: Int) {
    self.interactions = interactions
    self.items = items
    self.depth = depth
    self.rounds = rounds
    users = (0..<interactions.userCount).filter { interactions.history(of: $0).count > 0 }
    scratch = RetrievalScratch(catalogueSize: items)
    out = AlignedStorage(count: items)
  }

  func scan(_ name: String, _ factors: Factors) -> RetrievalTiming {
    let items = factors.items.padded()
    return RetrievalTiming(name, users: users, rounds: rounds) { user in
      RankingCore.scan(
        items, count: items.rows, with: factors.users.base + user * factors.users.stride, into: out.base)
    }
  }

  func scanRounded(_ name: String, _ factors: Factors) -> RetrievalTiming {
    let items = QuantisedMatrix(factors.items)
    let work = AlignedStorage<Int8>(count: items.columns)
    return RetrievalTiming(name, users: users, rounds: rounds) { user in
      items.scan(factors.users.base + user * factors.users.stride, into: out.base, work: work.base)
    }
  }

  func stage(_ name: String, _ stage: RetrievalStage) -> RetrievalTiming {
    let deny = (0..<interactions.userCount).map {
      DenyList(interactions.history(of: $0), items: items).words
    }
    return RetrievalTiming(name, users: users, rounds: rounds) { user in
      _ = stage.run(query(user, known: true), deny: deny[user], limit: depth, scratch: scratch)
    }
  }

  func foldIn(_ name: String, _ source: any StorableSource) -> RetrievalTiming {
    let long = users.filter { interactions.history(of: $0).count >= 50 }
    return RetrievalTiming(name, users: long, rounds: rounds) { user in
      _ = source.score(query(user, known: false, at: 50), into: out.base, scratch: scratch)
    }
  }

  private func query(_ user: Int, known: Bool, at most: Int = .max) -> UserQuery {
    let all = interactions.history(of: user)
    let count = min(most, all.count)
    let history = History(
      items: UnsafeBufferPointer(rebasing: all.items[..<count]),
      ratings: UnsafeBufferPointer(rebasing: all.ratings[..<count]),
      timestamps: UnsafeBufferPointer(rebasing: all.timestamps[..<count]))
    return UserQuery(user: known ? user : nil, history: history, demographics: .unknown, asOf: 0)
  }
}
