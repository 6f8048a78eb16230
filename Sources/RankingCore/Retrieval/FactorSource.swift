/// Matrix factorisation: the user's factors against every item's.
///
/// A trained user is served by the stored row; anyone else with a history is folded in: the row
/// that training would have computed from that history with the item factors held still.
///
/// Tensors `items` [items, f], `users` [users, f] and `gram` [f, f], the sum of y y' over the items
/// times the weight of unobserved pairs. Parameters: `regularization`, `frequencyBase` and
/// `frequencyExponent` (`ALSConfiguration`; 0 and 0 where unused) and `observedShift`, what is taken from an
/// observation's weight because `gram` counts it already. Cost: one scan; unknown users f^3/6 more.
package struct FactorSource: StorableSource, ProductSource {
  package let specification: SourceSpecification
  package let items: Matrix<Float>
  let users: Matrix<Float>
  let gram: Matrix<Float>
  let rule: FoldInRule
  private let scan: CatalogueScan

  package init(
    name: String, weight: RatingWeight, items: Matrix<Float>, users: Matrix<Float>, gram: Matrix<Float>,
    rule: FoldInRule, precision: ServingPrecision = .float32
  ) {
    precondition(users.columns == items.columns && gram.columns == items.columns)
    specification = SourceSpecification(
      name: name, kind: .factors, weight: weight, parameters: rule.parameters, precision: precision)
    self.items = items.padded()
    scan = CatalogueScan(self.items, precision: precision)
    self.users = users.padded()
    self.gram = gram.padded()
    self.rule = rule
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    items = try tensors("items", rows: catalogueSize)
    users = try tensors("users", columns: items.columns)
    gram = try tensors("gram", rows: items.columns, columns: items.columns)
    rule = try FoldInRule(tensors)
    scan = CatalogueScan(items, precision: specification.precision)
  }

  package func score(
    _ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    guard let row = vector(of: query, scratch) else { return false }
    scan.score(row, into: scores, scratch: scratch)
    return true
  }

  package var precision: ServingPrecision { specification.precision }

  package func vector(of query: UserQuery, _ scratch: RetrievalScratch) -> UnsafePointer<Float>? {
    if let user = query.user, user >= 0, user < users.rows { return users.base + user * users.stride }
    return query.history.count > 0 ? foldIn(query.history, scratch) : nil
  }

  package var need: SourceNeed? { .historyOrTraining }

  /// Folding in reads the rows of the history twice.
  package func bytesRead(history: Int, isTrained: Bool) -> Int {
    scan.bytesRead + (isTrained ? users.rowBytes : gram.byteCount + 2 * history * items.rowBytes)
  }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] {
    [("\(name).items", items), ("\(name).users", users), ("\(name).gram", gram)]
  }
}
