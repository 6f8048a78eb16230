/// What one source said of one item: where a candidate comes from, for features and explanations.
package struct SourceOpinion: Sendable, Hashable {
  /// The source's name.
  package let source: String
  /// As the source gave it.
  package let score: Float
  /// (score - mean) / deviation over the catalogue; 0 where the source says the same of all items.
  package let standardScore: Float
  /// 1 and how many of the items that are not denied come before it; of equal scores the lower index comes first.
  package let rank: Int
  /// What the source adds to the item's fused score.
  package let share: Float
}
