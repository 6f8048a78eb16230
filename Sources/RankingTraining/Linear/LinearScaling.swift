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

  /// - Throws: for a number outside its range; `trainer` is whose scaling it is.
  func check(_ trainer: String) throws(TrainingError) {
    try Self.check("\(trainer).scaling.userExponent", userExponent)
    try Self.check("\(trainer).scaling.itemExponent", itemExponent)
    guard weight.scale.isFinite, weight.boost.isFinite, weight.threshold.isFinite else {
      throw TrainingError(.configuration, "\(trainer).scaling.weight needs finite numbers, got \(weight)")
    }
  }

  /// Powers of counts beyond these are mistakes, and soon infinite.
  static func check(_ key: String, _ exponent: Double) throws(TrainingError) {
    guard (-10...10).contains(exponent) else {
      throw TrainingError(.configuration, "\(key) must be -10...10, got \(exponent)")
    }
  }
}
