/// An item-item model (EASE, item-kNN, RP3beta): the sum of the rows of the history's items.
///
/// Tensor `model` [items, items]: row i is what having item i adds to every item's score.
/// Cost: one pass over as many rows as the history has items.
package struct ItemModelSource: StorableSource {
  package let specification: SourceSpecification
  private let model: Matrix<Float>
  private let rows: HistorySum

  package init(
    name: String, weight: RatingWeight, model: Matrix<Float>, precision: ServingPrecision = .float32
  ) {
    precondition(model.rows == model.columns)
    self.init(
      SourceSpecification(name: name, kind: .itemModel, weight: weight, precision: precision),
      model: model.padded())
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    let model = try tensors("model", rows: catalogueSize, columns: catalogueSize)
    self.init(tensors.specification, model: model)
  }

  private init(_ specification: SourceSpecification, model: Matrix<Float>) {
    self.specification = specification
    self.model = model
    rows = HistorySum(
      model, weight: specification.weight, precision: specification.precision, bits: 4)
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    rows.sum(query.history, into: scores, scratch: scratch)
  }

  package var need: SourceNeed? { .history }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { rows.bytesRead(history) }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).model", model)] }
}
