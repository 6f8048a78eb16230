internal import RankingCore

/// Gives new items a place in a fitted source: what kernel ridge expects of an item, from what the source holds of
/// the known ones. Sources that hold nothing but embeddings are made anew of all items' embeddings.
struct SourceExtension {
  /// Dense items with interactions.
  let known: [Int]
  /// [new, known] of `KernelSmoother`.
  let smoother: Matrix<Float>
  /// Items of the catalogue, new ones included.
  let catalogueSize: Int
  /// [items, dimension] of the semantic signals, new items included; nil where there are none.
  let embeddings: Matrix<Float>?

  /// Tensors with a row an item, and with a column an item.
  private static let rows: Set<String> = ["items", "projection", "model", "similarity"]
  private static let columns: Set<String> = ["model", "similarity", "scores", "periods", "groups"]

  /// - Throws: `SourceError` for a source whose tensors do not grow this way.
  func extend(_ source: any StorableSource) throws(SourceError) -> any StorableSource {
    if let embeddings, let remade = remade(source.specification, of: embeddings) { return remade }
    var tensors: [String: Matrix<Float>] = [:]
    for (name, matrix) in source.tensors() {
      let tensor = String(name.dropFirst(source.name.count + 1))
      let wide = Self.columns.contains(tensor) ? addingColumns(matrix) : matrix
      tensors[name] = Self.rows.contains(tensor) ? addingRows(wide) : wide
    }
    return try source.specification.make(
      tensors: { name throws(SourceError) in
        guard let matrix = tensors[name] else { throw SourceError(.tensor, "\(name) is not there") }
        return matrix
      }, catalogueSize: catalogueSize)
  }

  private func remade(
    _ source: SourceSpecification, of embeddings: Matrix<Float>
  ) -> (any StorableSource)? {
    switch source.kind {
    case .semantic: SemanticSource(name: source.name, embeddings: embeddings)
    case .projected where source.name == FunnelTrainer.semanticName:
      FunnelTrainer.semanticSource(embeddings, source.precision)
    default: nil
    }
  }

  private func addingRows(_ matrix: Matrix<Float>) -> Matrix<Float> {
    let added = DenseProduct.times(smoother, matrix.picking(known))
    return Matrix(
      rows: matrix.rows + added.rows, columns: matrix.columns, matrix.flattened() + added.flattened())
  }

  private func addingColumns(_ matrix: Matrix<Float>) -> Matrix<Float> {
    let parts = Matrix<Float>(
      rows: matrix.rows, columns: known.count,
      (0..<matrix.rows).flatMap { row in known.map { matrix[row: row][$0] } })
    let added = DenseProduct.timesTransposed(parts, smoother)
    return Matrix(
      rows: matrix.rows, columns: matrix.columns + added.columns,
      (0..<matrix.rows).flatMap { Array(matrix[row: $0]) + Array(added[row: $0]) })
  }
}
