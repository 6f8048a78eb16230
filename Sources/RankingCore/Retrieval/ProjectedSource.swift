import CKernels

/// The history projected into a small space, compared with every item (truncated SVD, embedding centroid).
///
/// Tensors `projection` [items, k] and `items` [items, k]: the score of item i is
/// items[i] · sum over the history of weight * projection[item].
/// Cost: one scan of k floats an item, and k floats for each item of the history.
package struct ProjectedSource: StorableSource {
  package let specification: SourceSpecification
  private let projection: Matrix<Float>
  private let items: Matrix<Float>

  package init(name: String, weight: RatingWeight, projection: Matrix<Float>, items: Matrix<Float>) {
    precondition(projection.rows == items.rows && projection.columns == items.columns)
    specification = SourceSpecification(name: name, kind: .projected, weight: weight)
    self.projection = projection.padded()
    self.items = items.padded()
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    items = try tensors("items", rows: catalogueSize)
    projection = try tensors("projection", rows: catalogueSize, columns: items.columns)
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    let history = query.history
    guard let seen = history.items.baseAddress, history.count > 0 else { return false }
    let weights = specification.weight.weights(of: history, scratch)
    let center = scratch.floats(items.stride)
    kernels.accumulate_rows(
      projection.base, items.stride, projection.stride, seen, weights, history.count, center)
    kernels.scan(items.base, items.rows, items.stride, items.stride, center, scores)
    return true
  }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] {
    [("\(name).projection", projection), ("\(name).items", items)]
  }
}
