internal import RankingCore

/// What is told of an answer in traces and logs.
struct CallFacts: Sendable {
  var version: String
  var servedBy: ServedBy
  var items: Int
}
