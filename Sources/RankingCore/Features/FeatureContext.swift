/// All a feature may look at; its pointers are valid only during the call.
package struct FeatureContext {
  package let query: UserQuery
  package let profile: UserProfile
  /// Candidates in the order of fused retrieval, or the whole catalogue for groups of scope `.item`.
  package let candidates: UnsafeBufferPointer<Int32>
  /// What each source said, over the whole catalogue.
  package let sources: SourceScores

  package init(
    query: UserQuery, profile: UserProfile, candidates: UnsafeBufferPointer<Int32>, sources: SourceScores
  ) {
    self.query = query
    self.profile = profile
    self.candidates = candidates
    self.sources = sources
  }
}
