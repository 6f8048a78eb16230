/// How a value was distributed over the first `depth` items of the training users' answers: ten bins of equal share,
/// fewer where values repeat.
package struct ReferenceHistogram: Codable, Sendable, Hashable {
  /// Items of an answer whose values are counted, however many were asked for: first items score higher than later ones.
  package static let depth = 10

  /// `score`, or a feature's name.
  package var name: String
  /// Ascending inner edges; bin `i` holds values above edge `i - 1` up to and including edge `i`.
  package var edges: [Double]
  /// Share of values in each bin, summing to 1; one more than `edges`.
  package var shares: [Double]
  /// Share of values that were missing (NaN), beside `shares`; nil: none.
  package var missing: Double?

  package init(name: String, edges: [Double], shares: [Double], missing: Double? = nil) {
    self.name = name
    self.edges = edges
    self.shares = shares
    self.missing = missing
  }
}
