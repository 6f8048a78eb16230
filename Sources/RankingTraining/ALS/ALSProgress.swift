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

  package init(iteration: Int, half: Half, seconds: Double, objective: Double?) {
    self.iteration = iteration
    self.half = half
    self.seconds = seconds
    self.objective = objective
  }

  /// Entries from which on every half iteration is told of.
  package static let manyEntries = 1_000_000

  /// Whether people want a line of this half: of all of a matrix with `entries` entries if these are many, else only
  /// of those that took longer than anyone likes to wait without a word.
  package func isWorthALine(entries: Int) -> Bool { entries >= Self.manyEntries || seconds >= 0.5 }

  /// `iteration 3 of 15, users, 0.41 s`
  package func line(of iterations: Int) -> String {
    let time = (seconds * 1000).rounded() / 1000
    return "iteration \(iteration) of \(iterations), \(half.rawValue), \(time) s"
  }
}
