/// How much of the user's history lies in a candidate's semantic cluster, and how that compares with everybody's.
///
/// How close the candidate's text is to the history's is the score of the semantic source.
struct SemanticFeatures: FeatureGroup {
  let tables: SemanticTables

  let features = ["semantic.cluster_share", "semantic.cluster_lift"].map { FeatureDescriptor($0, .pair) }

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
