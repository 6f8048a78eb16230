internal import Foundation

/// A stage's NDCG@10 by how much a user had done before, five groups of about equal size.
package struct HistoryGroups {
  package struct Group {
    /// Median length of the histories.
    package let length: Double
    package let lengths: ClosedRange<Int>
    package let users: Int
    /// Mean, and 95% of the normal approximation.
    package let mean: Double
    package let interval: ClosedRange<Double>
  }

  package let groups: [Group]

  /// - Parameter lengths: of each dense user's training history.
  package init(_ metrics: StageMetrics, lengths: [Int], count: Int = 5) {
    let judged = zip(metrics.users, metrics.perUser).map { (length: lengths[Int($0)], value: $1[.ndcg10]) }
      .sorted { $0.length < $1.length }
    groups = (0..<count).compactMap { index in
      let part = judged[(index * judged.count / count)..<((index + 1) * judged.count / count)]
      guard let first = part.first, let last = part.last, part.count > 1 else { return nil }
      let mean = part.reduce(0) { $0 + $1.value } / Double(part.count)
      let variance =
        part.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / Double(part.count - 1)
      let half = 1.96 * (variance / Double(part.count)).squareRoot()
      return Group(
        length: Double(part[part.startIndex + part.count / 2].length), lengths: first.length...last.length,
        users: part.count, mean: mean, interval: max(0, mean - half)...(mean + half))
    }
  }
}
