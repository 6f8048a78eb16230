/// What a language model said about the items, computed offline: one embedding and one cluster an item.
package struct SemanticSignals: Sendable {
  /// [items, dimension], rows of length 1, or of zeros where a vector stands for nothing. An item without text has
  /// the vector of what `Catalogue.text` says then.
  package let embeddings: Matrix<Float>
  /// [1, items] cluster of each item.
  package let clusters: Matrix<Int32>
  package let clusterCount: Int
  /// How a further item is placed among these; nil in bundles that were written without.
  package let projection: SemanticProjection?
  /// The closest items of each; nil in bundles that were written without.
  package let neighbours: SemanticNeighbours?

  /// What is wrong with signals that came from a file.
  package struct Invalid: Error, CustomStringConvertible {
    package let description: String
  }

  /// Checks shapes, finiteness and cluster numbers.
  package init(
    embeddings: Matrix<Float>, clusters: Matrix<Int32>, projection: SemanticProjection? = nil,
    neighbours: SemanticNeighbours? = nil
  ) throws(Invalid) {
    if let projection, projection.components.rows != embeddings.columns {
      throw Invalid(
        description: "\(projection.components.rows) components for embeddings of \(embeddings.columns)")
    }
    if let neighbours, neighbours.items.rows != embeddings.rows {
      throw Invalid(
        description: "neighbours of \(neighbours.items.rows) items, \(embeddings.rows) embeddings")
    }
    guard clusters.rows == 1, clusters.columns == embeddings.rows else {
      throw Invalid(description: "\(clusters.columns) clusters for \(embeddings.rows) embeddings")
    }
    for item in 0..<embeddings.rows {
      guard embeddings[row: item].allSatisfy(\.isFinite), clusters.base[item] >= 0,
        clusters.base[item] < 1 << 16
      else {
        throw Invalid(description: "item \(item): embedding not finite, or cluster \(clusters.base[item])")
      }
    }
    self.embeddings = embeddings
    self.clusters = clusters
    self.projection = projection
    self.neighbours = neighbours
    clusterCount = Int((clusters[row: 0].max() ?? -1) + 1)
  }
}
