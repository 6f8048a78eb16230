/// How much of the user's history lies in a candidate's semantic cluster, and how that compares with everybody's.
///
/// How close the candidate's text is to the history's is the score of the semantic source.
struct SemanticFeatures: FeatureGroup {
  let tables: SemanticTables

  let features = [
    FeatureDescriptor(
      "semantic.cluster_share", .pair, .share, "of the history in the item's semantic cluster"),
    FeatureDescriptor(
      "semantic.cluster_lift", .pair, .ratio, "that share over everybody's share of the cluster"),
  ]

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let shares = context.profile.clusterShares.base
    let clusters = tables.signals.clusters.base
    for (row, candidate) in context.candidates.enumerated() {
      let cluster = Int(clusters[Int(candidate)])
      columns[0][row] = shares[cluster]
      columns[1][row] = shares[cluster] / (tables.clusterShares[cluster] + 1e-4)
    }
  }
}
