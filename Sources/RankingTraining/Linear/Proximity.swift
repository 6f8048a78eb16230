internal import Foundation

/// How much two items of one history have to do with each other, by how many places lie between them.
///
/// Items chosen one after the other share an occasion that a set of items does not show; weighing pairs by
/// exp(-distance / decay) + base keeps it. The weight is a positive definite kernel, so a Gram matrix stays one.
package struct Proximity: Codable, Sendable, Hashable {
  /// Places after which the closeness falls to 1/e.
  package var decay: Double
  /// What every pair of a history counts for, however far apart.
  package var base: Double

  package init(decay: Double, base: Double) {
    self.decay = decay
    self.base = base
  }

  /// The weight of each distance in `0 ..< count`.
  func table(_ count: Int) -> [Double] {
    (0..<count).map { exp(-Double($0) / decay) + base }
  }
}
