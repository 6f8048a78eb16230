/// The same score for everyone; always available.
///
/// Tensor `scores` [1, items]. Cost: none, they are read in place.
package struct PopularitySource: StorableSource {
  package let specification: SourceSpecification
  private let scores: Matrix<Float>

  package init(name: String = "popularity", scores: Matrix<Float>) {
    precondition(scores.rows == 1)
    specification = SourceSpecification(name: name, kind: .popularity)
    self.scores = scores
  }

  init(_ tensors: TensorLookup, catalogueSize: Int) throws(SourceError) {
    specification = tensors.specification
    scores = try tensors("scores", rows: 1, columns: catalogueSize)
  }

  package func score(
    _ query: UserQuery, into target: UnsafeMutablePointer<Float>, scratch: RetrievalScratch
  ) -> Bool {
    target.update(from: scores.base, count: scores.columns)
    return true
  }

  package var constantScores: Matrix<Float>? { scores }

  package var need: SourceNeed? { nil }

  package func bytesRead(history: Int, isTrained: Bool) -> Int { scores.rowBytes }

  package func tensors() -> [(name: String, matrix: Matrix<Float>)] { [("\(name).scores", scores)] }
}
