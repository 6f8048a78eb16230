package import RankingCore

/// A `ranking.v1.RecommendRequest` as it came: decoded, not yet judged.
package struct RecommendRequestMessage: Sendable, Hashable {
  package var user: UserReference
  /// As sent: 0 asks for the default; it may be negative.
  package var topK: Int32

  package init(user: UserReference, topK: Int32) {
    self.user = user
    self.topK = topK
  }
}
