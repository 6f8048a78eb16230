/// The step of the fallback chain that made an answer, from the most to the least personal.
package enum ServedBy: UInt8, Sendable, CaseIterable {
  case personal
  case session
  case demographics
  case trending
  case popular
}

/// A part of the answer that is missing, and why.
package enum Degradation: Sendable, Hashable {
  /// Stage 2 did not run: the deadline would have been missed.
  case rerankingSkipped
}

/// One answer; its pointers lead into the scratch it was made with and hold until the next answer.
package struct RankingAnswer {
  /// Dense catalogue indexes, best first.
  package let items: UnsafeBufferPointer<Int32>
  /// One score for each item, descending; comparable within this answer only.
  package let scores: UnsafeBufferPointer<Double>
  package let servedBy: ServedBy
  package let degradation: Degradation?

  package init(
    items: UnsafeBufferPointer<Int32>, scores: UnsafeBufferPointer<Double>, servedBy: ServedBy,
    degradation: Degradation? = nil
  ) {
    self.items = items
    self.scores = scores
    self.servedBy = servedBy
    self.degradation = degradation
  }
}
