/// For each item those whose texts are closest to its own, closest first: for people to read, no feature looks at it.
package struct SemanticNeighbours: Sendable {
  /// [items, count] dense items.
  package let items: Matrix<Int32>
  /// [items, count] cosines, descending.
  package let similarities: Matrix<Float>

  /// Checks shapes, items and order.
  package init(
    items: Matrix<Int32>, similarities: Matrix<Float>
  ) throws(SemanticSignals.Invalid) {
    guard items.rows == similarities.rows, items.columns == similarities.columns else {
      throw SemanticSignals.Invalid(
        description: "neighbours \(items.rows) x \(items.columns), their similarities "
          + "\(similarities.rows) x \(similarities.columns)")
    }
    for item in 0..<items.rows {
      let (near, cosines) = (items[row: item], similarities[row: item])
      guard near.allSatisfy({ $0 >= 0 && $0 < items.rows && $0 != item }), cosines.allSatisfy(\.isFinite),
        zip(cosines, cosines.dropFirst()).allSatisfy({ $0 >= $1 })
      else {
        throw SemanticSignals.Invalid(
          description: "item \(item): its neighbours are no list of others, best first")
      }
    }
    self.items = items
    self.similarities = similarities
  }
}
