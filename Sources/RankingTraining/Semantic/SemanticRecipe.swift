package import RankingCore

/// How semantic signals are made of embeddings.
package struct SemanticRecipe: Codable, Sendable, Hashable {
  /// Clusters of k-means.
  package var clusters: Int
  /// Leading principal components kept of each embedding; 0, or as many as there are: the embedding stays as it is.
  package var components: Int
  package var seed: UInt64
  /// Whether components, all of them where `components` asks for none, are scaled to variance 1 before rows are to
  /// length 1; nil: no.
  package var whitened: Bool?
  /// Closest items that are listed with each; nil: no lists.
  package var neighbours: Int?
  /// Put before every text, as E5 and BGE models ask for; nil: what the encoder's folder names.
  package var prefix: String?

  package init(
    clusters: Int, components: Int, seed: UInt64 = 1, whitened: Bool? = nil, neighbours: Int? = nil,
    prefix: String? = nil
  ) {
    self.prefix = prefix
    self.clusters = clusters
    self.components = components
    self.seed = seed
    self.whitened = whitened
    self.neighbours = neighbours
  }

  /// Signals of `embeddings` [items, dimension], rows of length 1.
  package func fit(_ embeddings: Matrix<Float>, threads: Int) throws -> SemanticSignals {
    let (reduced, mean, components) = try reduce(embeddings)
    let clustering = KMeans(clusters: clusters, seed: seed, threads: threads).fit(reduced)
    let projection = try SemanticProjection(mean: mean, components: components, centres: clustering.centres)
    return try SemanticSignals(
      embeddings: reduced,
      clusters: Matrix(rows: 1, columns: clustering.assignment.count, clustering.assignment),
      projection: projection,
      neighbours: try neighbours.map { try SemanticNeighbours(of: reduced, count: $0, threads: threads) })
  }

  /// Rows of length 1, and the mean and components that make them of embeddings.
  private func reduce(
    _ embeddings: Matrix<Float>
  ) throws(TrainingError) -> (rows: Matrix<Float>, mean: Matrix<Float>, components: Matrix<Float>) {
    let (dimension, whitens) = (embeddings.columns, whitened ?? false)
    let reduces = components > 0 && components < dimension
    guard reduces || whitens else {
      let identity = (0..<dimension * dimension).map { $0 % (dimension + 1) == 0 ? Float(1) : 0 }
      return (
        embeddings, Matrix(rows: 1, columns: dimension, [Float](repeating: 0, count: dimension)),
        Matrix(rows: dimension, columns: dimension, identity)
      )
    }
    let principal = try PrincipalComponents(of: embeddings, count: reduces ? components : dimension)
    let parts = principal.parts(whitened: whitens)
    return (principal.project(embeddings, whitened: whitens), parts.mean, parts.components)
  }
}
