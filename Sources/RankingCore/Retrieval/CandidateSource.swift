/// A way to find candidates: it scores the whole catalogue for one user.
///
/// Sources are immutable and shared by all event loops; what a call needs beside its arguments comes
/// from `scratch`. The same query gives the same bits on every machine.
package protocol CandidateSource: Sendable {
  /// Stable and unique in a bundle: prefix of feature names and tensors, metric label, configuration key.
  var name: String { get }

  /// Writes one score for each catalogue item into `scores` (as many floats as the catalogue has items),
  /// higher is better, all finite. Returns false, with `scores` untouched, when the source knows nothing
  /// about this user (no history, not trained with).
  func score(_ query: UserQuery, into scores: UnsafeMutablePointer<Float>, scratch: RetrievalScratch) -> Bool

  /// [1, items]: the scores, where they are the same for everyone; they are then read in place and `score` is
  /// not called. nil: they depend on the query.
  var constantScores: Matrix<Float>? { get }
}

extension CandidateSource {
  package var constantScores: Matrix<Float>? { nil }
}
