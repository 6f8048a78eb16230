/// Where training stands, after each tree.
package struct TrainingProgress: Sendable {
  package let treesDone: Int
  package let treesTotal: Int
  /// NDCG at the configured cutoff on the validation rows, when it was just evaluated.
  package let validationMetric: Double?
  package let elapsed: Duration

  /// What is left at the pace so far.
  package var remaining: Duration {
    treesDone == 0 ? .zero : elapsed * (treesTotal - treesDone) / treesDone
  }
}
