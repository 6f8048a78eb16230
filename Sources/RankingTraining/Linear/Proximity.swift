internal import Foundation

/// How much two items of one history have to do with each other, by how many places lie between them.
///
/// Items chosen one after the other share an occasion that a set of items does not show; weighing pairs by
/// exp(-distance / decay) + base keeps it. The weight is a positive definite kernel, so a Gram matrix stays one.
package struct Proximity: Codable, Sendable, Hashable {
  /// Places after which the closeness falls to 1/e, 1e-3...1e9.
  package var decay: Double
  /// What every pair of a history counts for, however far apart, 0...1e9.
  package var base: Double

  package init(decay: Double, base: Double) {
    self.decay = decay
    self.base = base
  }

  /// - Throws: for a number outside its range; `trainer` is whose it is.
  func check(_ trainer: String) throws(TrainingError) {
    guard (1e-3...1e9).contains(decay), (0...1e9).contains(base) else {
      throw TrainingError(
        .configuration,
        "\(trainer).proximity needs a decay of 1e-3...1e9 and a base of 0...1e9, got \(decay) and \(base)")
    }
  }

  /// The weight of each distance in `0 ..< count`.
  func table(_ count: Int) -> [Double] {
    (0..<count).map { exp(-Double($0) / decay) + base }
  }
}
