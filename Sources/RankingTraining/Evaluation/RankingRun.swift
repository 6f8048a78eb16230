/// What each stage recommends to each user, at most 200 items deep.
package struct RankingRun: Sendable {
  /// One stage's lists.
  package struct Stage: Sendable {
    /// `als`, `fused` or `two_stage` for the funnel.
    package let name: String
    /// [users] dense items, best first.
    package let lists: [[Int32]]

    package init(name: String, lists: [[Int32]]) {
      self.name = name
      self.lists = lists.map { Array($0.prefix(Metric.depth)) }
    }
  }

  /// In the order of the funnel.
  package let stages: [Stage]

  package init(stages: [Stage]) { self.stages = stages }
}
