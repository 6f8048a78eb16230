/// A source that compares one vector, which stands for the query, with a row of every item.
///
/// Where its scores are only looked at for candidates, `ItemwiseScores` saves the pass over the catalogue.
package protocol ProductSource: CandidateSource {
  /// A row for each item, padded.
  var items: Matrix<Float> { get }
  /// How finely the rows are compared.
  var precision: ServingPrecision { get }

  /// The query's vector, `items.stride` floats that are zero beyond `items.columns`, valid until the next use of
  /// `scratch`; nil when the source knows nothing of the query.
  func vector(of query: UserQuery, _ scratch: RetrievalScratch) -> UnsafePointer<Float>?
}
