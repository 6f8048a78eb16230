internal import CKernels

/// How a candidate's text meets the texts of the user's history.
struct SemanticFeatures: FeatureGroup {
  let tables: SemanticTables

  let features = ["semantic.centroid", "semantic.cluster_share", "semantic.cluster_lift"]
    .map { FeatureDescriptor($0, .pair) }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    let profile = context.profile
    let embeddings = tables.signals.embeddings
    let kernels = rk_kernels().pointee
    for (row, candidate) in context.candidates.enumerated() {
      let item = Int(candidate)
      kernels.scan(
        embeddings.base + item * embeddings.stride, 1, embeddings.columns, embeddings.stride,
        profile.centroid.base, columns[0] + row)
      let cluster = Int(tables.signals.clusters.base[item])
      columns[1][row] = profile.clusterShares[cluster]
      columns[2][row] = profile.clusterShares[cluster] / (tables.clusterShares[cluster] + 1e-4)
    }
  }
}
