/// Candidates of one request, best first; views into the scratch of the run that made them.
package struct CandidateBlock {
  /// Dense catalogue indexes.
  package let items: UnsafeBufferPointer<Int32>
  /// Fused scores, descending; equal scores by ascending index.
  package let scores: UnsafeBufferPointer<Float>
  /// Which step of the chain answered.
  package let step: ServingStep

  package var count: Int { items.count }
}
