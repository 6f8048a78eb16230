import CKernels

/// Items whose meaning is close to one item of the history: the largest similarity counts.
///
/// Tensor `similarity` [items, items]. For closeness to the centre of the history use `ProjectedSource`
/// with the embeddings as both tensors. Cost: one pass over as many rows as the history has items.
package struct SemanticSource: StorableSource {
  package let specification: SourceSpecification
  private let similarity: Matrix<Float>

  package init(name: String, similarity: Matrix<Float>) {
    precondition(similarity.rows == similarity.columns)
    specification = SourceSpecification(name: name, kind: .semantic)
    self.similarity = similarity.padded()
  }

  /// Similarities are the dot products of the rows of `embeddings` [items, d].
  package init(name: String, embeddings: Matrix<Float>) {
    let rows = embeddings.padded()
    let similarity = Matrix<Float>(rows: rows.rows, columns: rows.rows) { row, target in
      kernels.scan(rows.base, rows.rows, rows.stride, rows.stride, rows.base + row * rows.stride, target)
    }
    self.init(name: name, similarity: similarity)
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    similarity = try tensors("similarity", rows: catalogueSize, columns: catalogueSize)
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    guard let items = query.history.items.baseAddress, query.history.count > 0 else { return false }
    kernels.maximum_rows(
      similarity.base, similarity.columns, similarity.stride, items, query.history.count, scores)
    return true
  }

  package var need: SourceNeed? { .history }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { history * similarity.rowBytes }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).similarity", similarity)] }
}
