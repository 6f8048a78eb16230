/// The history projected into a small space, compared with every item (truncated SVD, embedding centroid).
///
/// Tensors `projection` [items, k] and `items` [items, k]: the score of item i is
/// items[i] · sum over the history of weight * projection[item].
/// Cost: one scan of k numbers an item, and k numbers for each item of the history.
package struct ProjectedSource: StorableSource, ProductSource {
  package let specification: SourceSpecification
  private let projection: Matrix<Float>
  package let items: Matrix<Float>
  private let center: HistorySum
  private let scan: CatalogueScan

  package init(
    name: String, weight: RatingWeight, projection: Matrix<Float>, items: Matrix<Float>,
    precision: ServingPrecision = .float32
  ) {
    precondition(projection.rows == items.rows && projection.columns == items.columns)
    let specification = SourceSpecification(
      name: name, kind: .projected, weight: weight, precision: precision)
    self.init(specification, projection: projection.padded(), items: items.padded())
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    let items = try tensors("items", rows: catalogueSize)
    let projection = try tensors("projection", rows: catalogueSize, columns: items.columns)
    self.init(tensors.specification, projection: projection, items: items)
  }

  private init(_ specification: SourceSpecification, projection: Matrix<Float>, items: Matrix<Float>) {
    self.specification = specification
    self.projection = projection
    self.items = items
    center = HistorySum(projection, weight: specification.weight, precision: specification.precision)
    scan = CatalogueScan(items, precision: specification.precision)
  }

  package var precision: ServingPrecision { specification.precision }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    guard let vector = vector(of: query, scratch) else { return false }
    scan.score(vector, into: scores, scratch: scratch)
    return true
  }

  package func vector(of query: UserQuery, _ scratch: RetrievalScratch) -> UnsafePointer<Float>? {
    let sums = scratch.floats(items.stride)
    sums.update(repeating: 0, count: items.stride)
    return center.sum(query.history, into: sums, scratch: scratch) ? UnsafePointer(sums) : nil
  }

  package var need: SourceNeed? { .history }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { scan.bytesRead + center.bytesRead(history) }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] {
    [("\(name).projection", projection), ("\(name).items", items)]
  }
}
