internal import RankingCore

/// How long two bundles take for the same requests, in turns, so that a busy machine slows both.
struct GoldenLatency {
  private static let rounds = 30

  /// Mean over requests of each request's quickest round.
  let baseline: Duration
  let candidate: Duration

  /// Asks for ten items for each of the golden users of `candidate`, in both bundles by name.
  init(baseline: ModelSnapshot, candidate: ModelSnapshot, golden: [GoldenRequest]) {
    let users = golden.map { $0.user.map { candidate.catalogue.userKey($0) } }
    let bundles = [baseline, candidate]
    let scratches = bundles.map { PipelineScratch(for: $0) }
    var best = bundles.map { _ in [Duration](repeating: .seconds(3600), count: users.count) }
    for _ in 0..<Self.rounds {
      for side in bundles.indices {
        for (place, user) in users.enumerated() {
          let taken = Self.time(user, bundles[side], scratches[side])
          best[side][place] = min(best[side][place], taken)
        }
      }
    }
    let means = best.map { $0.reduce(.zero, +) / max(1, users.count) }
    (self.baseline, self.candidate) = (means[0], means[1])
  }

  private static func time(
    _ user: String?, _ snapshot: ModelSnapshot, _ scratch: PipelineScratch
  ) -> Duration {
    let dense = user.flatMap { snapshot.catalogue.user(key: $0) }
    let request = RankingRequest(user: .anonymous, topK: 10)
    let start = ContinuousClock.now
    _ = RankingPipeline(snapshot: snapshot).answer(user: dense, request, scratch: scratch)
    return ContinuousClock.now - start
  }
}
