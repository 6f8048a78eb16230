package import RankingCore

/// How an item-item model weighs its data: weight(rating) times
/// (n / mean n)^exponent of the user and of the item.
package struct LinearScaling: Codable, Sendable, Hashable {
  package var weight: RatingWeight
  package var userExponent: Double
  package var itemExponent: Double

  package init(weight: RatingWeight = .uniform, userExponent: Double = 0, itemExponent: Double = 0) {
    self.weight = weight
    self.userExponent = userExponent
    self.itemExponent = itemExponent
  }
}
