package import RankingCore

/// How semantic signals are made of embeddings.
package struct SemanticRecipe: Codable, Sendable, Hashable {
  /// Clusters of k-means.
  package var clusters: Int
  /// Leading principal components kept of each embedding; 0 keeps the embedding as it is.
  package var components: Int
  package var seed: UInt64

  package init(clusters: Int, components: Int, seed: UInt64 = 1) {
    self.clusters = clusters
    self.components = components
    self.seed = seed
  }

  /// Signals of `embeddings` [items, dimension], rows of length 1.
  package func fit(_ embeddings: Matrix<Float>, threads: Int) throws -> SemanticSignals {
    let reduces = components > 0 && components < embeddings.columns
    let principal = reduces ? try PrincipalComponents(of: embeddings, count: components) : nil
    let reduced = principal?.project(embeddings) ?? embeddings
    let clustering = KMeans(clusters: clusters, seed: seed, threads: threads).fit(reduced)
    let projection = try principal.map { principal in
      try SemanticProjection(
        mean: principal.parts.mean, components: principal.parts.components, centres: clustering.centres)
    }
    return try SemanticSignals(
      embeddings: reduced,
      clusters: Matrix(rows: 1, columns: clustering.assignment.count, clustering.assignment),
      projection: projection)
  }
}
