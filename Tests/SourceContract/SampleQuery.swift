package import RankingCore

/// Calls `body` with a query of these items, rated 1...5 in turn, ten seconds apart.
package func withQuery<Result>(
  user: Int? = nil, items: [Int32] = [], demographics: Demographics = .unknown,
  _ body: (UserQuery) throws -> Result
) rethrows -> Result {
  let ratings = items.indices.map { Float($0 % 5 + 1) }
  let times = items.indices.map { Int64(1200 + 10 * $0) }
  return try items.withUnsafeBufferPointer { items in
    try ratings.withUnsafeBufferPointer { ratings in
      try times.withUnsafeBufferPointer { times in
        try body(
          UserQuery(
            user: user, history: History(items: items, ratings: ratings, timestamps: times),
            demographics: demographics, asOf: 5000))
      }
    }
  }
}
