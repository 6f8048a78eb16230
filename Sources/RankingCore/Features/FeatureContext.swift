/// All a feature may look at; its pointers are valid only during the call.
package struct FeatureContext {
  package let query: UserQuery
  package let profile: UserProfile
  /// Candidates in the order of fused retrieval, or the whole catalogue for groups of scope `.item`.
  package let candidates: UnsafeBufferPointer<Int32>
  /// What each source said.
  package let sources: SourceScores
  /// What made it, and working memory.
  package let scratch: RetrievalScratch

  package init(
    query: UserQuery, profile: UserProfile, candidates: UnsafeBufferPointer<Int32>,
    scratch: RetrievalScratch
  ) {
    self.query = query
    self.profile = profile
    self.candidates = candidates
    sources = scratch.sourceScores
    self.scratch = scratch
  }
}
