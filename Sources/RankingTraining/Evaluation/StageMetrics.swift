/// One stage's figures: every judged user's, and the share of the catalogue that it shows.
package struct StageMetrics: Sendable {
  /// Dense users with hidden items, ascending.
  package let users: [Int32]
  /// One for each of `users`.
  package let perUser: [UserMetrics]
  /// Distinct items in the first 10 of the judged users' lists, over the catalogue.
  package let coverage: Double

  /// Judges `lists[user]`, dense items best first, against `relevant[user]`, ascending.
  package init(lists: [[Int32]], relevant: [[Int32]], catalogueSize: Int) {
    let judged = relevant.indices.filter { !relevant[$0].isEmpty }
    users = judged.map { Int32($0) }
    perUser = judged.map { UserMetrics(list: lists[$0], relevant: relevant[$0]) }
    let shown = judged.reduce(into: Set<Int32>()) { $0.formUnion(lists[$1].prefix(10)) }
    coverage = catalogueSize == 0 ? 0 : Double(shown.count) / Double(catalogueSize)
  }

  private init(users: [Int32], perUser: [UserMetrics], coverage: Double) {
    self.users = users
    self.perUser = perUser
    self.coverage = coverage
  }

  /// Mean over users; 0 without users.
  package subscript(metric: Metric) -> Double { mean[metric] }

  var mean: UserMetrics {
    let sum = perUser.reduce(SIMD16<Double>(repeating: 0)) { $0 + $1.values }
    return UserMetrics(values: perUser.isEmpty ? sum : sum / Double(perUser.count))
  }

  /// Each user's mean over those of `parts` (seeds or folds, at least one) that judge the user.
  package static func mean(of parts: [StageMetrics]) -> StageMetrics {
    var sums: [Int32: (sum: SIMD16<Double>, count: Double)] = [:]
    for part in parts {
      for (user, metrics) in zip(part.users, part.perUser) {
        let known = sums[user] ?? (SIMD16(repeating: 0), 0)
        sums[user] = (known.sum + metrics.values, known.count + 1)
      }
    }
    let ordered = sums.sorted { $0.key < $1.key }
    return StageMetrics(
      users: ordered.map(\.key), perUser: ordered.map { UserMetrics(values: $0.value.sum / $0.value.count) },
      coverage: parts.reduce(0) { $0 + $1.coverage } / Double(max(1, parts.count)))
  }
}
