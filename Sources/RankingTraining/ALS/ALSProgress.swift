/// What a trainer reports after each half of an iteration.
package struct ALSProgress: Sendable, Hashable {
  package enum Half: String, Sendable, Hashable { case users, items }

  /// From 1.
  package let iteration: Int
  package let half: Half
  /// Seconds this half took.
  package let seconds: Double
  /// After the items' half, when asked for: the mean weighted squared error plus regularisation.
  package let objective: Double?

  /// `iteration 3 of 15, users, 0.41 s`
  package func line(of iterations: Int) -> String {
    let time = (seconds * 1000).rounded() / 1000
    return "iteration \(iteration) of \(iterations), \(half.rawValue), \(time) s"
  }
}
