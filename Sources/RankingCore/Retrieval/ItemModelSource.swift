import CKernels

/// An item-item model (EASE, item-kNN, RP3beta): the sum of the rows of the history's items.
///
/// Tensor `model` [items, items]: row i is what having item i adds to every item's score. Where every item of
/// a history counts alike, it is served at 8 bits an entry (`ByteRows`): the rows come from far caches, and a
/// quarter of the bytes takes a quarter of the time.
/// Cost: one pass over as many rows as the history has items.
package struct ItemModelSource: StorableSource {
  package let specification: SourceSpecification
  private let model: Matrix<Float>
  private let bytes: ByteRows?

  package init(name: String, weight: RatingWeight, model: Matrix<Float>) {
    precondition(model.rows == model.columns)
    specification = SourceSpecification(name: name, kind: .itemModel, weight: weight)
    self.model = model.padded()
    bytes = weight == .uniform ? ByteRows(model) : nil
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    model = try tensors("model", rows: catalogueSize, columns: catalogueSize)
    bytes = specification.weight == .uniform ? ByteRows(model) : nil
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    let history = query.history
    guard let items = history.items.baseAddress, history.count > 0 else { return false }
    if let bytes {
      let working = scratch.floats(bytes.paddedColumns)
      bytes.sum(items, count: history.count, into: scores, scratch: working)
      return true
    }
    let weights = specification.weight.weights(of: history, scratch)
    kernels.accumulate_rows(model.base, model.columns, model.stride, items, weights, history.count, scores)
    return true
  }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).model", model)] }
}
