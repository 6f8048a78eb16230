extension GoldenRequest {
  /// Ten items for each of `users` and for an anonymous caller, as `snapshot` answers now.
  package static func record(_ snapshot: ModelSnapshot, users: [Int]) -> [GoldenRequest] {
    let scratch = PipelineScratch(for: snapshot)
    let everyone: [Int?] = users + [nil]
    return everyone.map { ask($0, topK: 10, snapshot, scratch) }
  }

  /// Asks every golden request again.
  ///
  /// - Throws: `BundleError.goldenMismatch` with the first answer that differs in an item or a bit of a score.
  package static func replay(_ golden: [GoldenRequest], on snapshot: ModelSnapshot) throws(BundleError) {
    let scratch = PipelineScratch(for: snapshot)
    for expected in golden {
      try check(expected, snapshot)
      let found = ask(expected.user, topK: expected.topK, snapshot, scratch)
      guard found == expected else {
        throw BundleError(
          .goldenMismatch, file: BundleManifest.fileName,
          "user \(expected.user.map(String.init) ?? "anonymous"): items \(found.items), recorded \(expected.items)"
        )
      }
    }
  }

  private static func check(_ golden: GoldenRequest, _ snapshot: ModelSnapshot) throws(BundleError) {
    let users = 0..<snapshot.catalogue.userCount
    guard golden.user.map(users.contains) ?? true, golden.topK > 0 else {
      throw BundleError(
        .malformed, file: BundleManifest.fileName,
        "golden request for user \(golden.user ?? -1), top \(golden.topK)")
    }
  }

  private static func ask(
    _ user: Int?, topK: Int, _ snapshot: ModelSnapshot, _ scratch: PipelineScratch
  ) -> GoldenRequest {
    let request = RankingRequest(user: .anonymous, topK: topK)
    let answer = RankingPipeline(snapshot: snapshot).answer(user: user, request, scratch: scratch)
    return GoldenRequest(
      user: user, topK: topK, items: Array(answer.items), scores: answer.scores.map(\.bitPattern))
  }
}
