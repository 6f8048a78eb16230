package import RankingCore

/// How semantic signals are made of embeddings.
package struct SemanticRecipe: Codable, Sendable, Hashable {
  /// Clusters of k-means.
  package var clusters: Int
  /// Leading principal components kept of each embedding; 0 keeps the embedding as it is.
  package var components: Int
  package var seed: UInt64
  /// Whether components are scaled to variance 1 before rows are to length 1; nil: no.
  package var whitened: Bool?
  /// Closest items that are listed with each; nil: no lists.
  package var neighbours: Int?

  package init(
    clusters: Int, components: Int, seed: UInt64 = 1, whitened: Bool? = nil, neighbours: Int? = nil
  ) {
    self.clusters = clusters
    self.components = components
    self.seed = seed
    self.whitened = whitened
    self.neighbours = neighbours
  }

  /// Signals of `embeddings` [items, dimension], rows of length 1.
  package func fit(_ embeddings: Matrix<Float>, threads: Int) throws -> SemanticSignals {
    let whitens = whitened ?? false
    let reduces = components > 0 && components < embeddings.columns || whitens
    let principal = reduces ? try PrincipalComponents(of: embeddings, count: components) : nil
    let reduced = principal?.project(embeddings, whitened: whitens) ?? embeddings
    let clustering = KMeans(clusters: clusters, seed: seed, threads: threads).fit(reduced)
    let projection = try principal.map { principal in
      let parts = principal.parts(whitened: whitens)
      return try SemanticProjection(
        mean: parts.mean, components: parts.components, centres: clustering.centres)
    }
    return try SemanticSignals(
      embeddings: reduced,
      clusters: Matrix(rows: 1, columns: clustering.assignment.count, clustering.assignment),
      projection: projection,
      neighbours: try neighbours.map { try SemanticNeighbours(of: reduced, count: $0, threads: threads) })
  }
}
