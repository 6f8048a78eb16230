/// A request and the answer the trainer got: a server that cannot repeat it to the bit does not serve the bundle.
package struct GoldenRequest: Codable, Sendable, Hashable {
  /// Dense user index; nil is an anonymous request.
  package var user: Int?
  package var topK: Int
  /// Dense item indexes, best first.
  package var items: [Int32]
  /// Bit patterns of the scores, so that no decimal conversion stands between two machines.
  package var scores: [UInt64]

  package init(user: Int?, topK: Int, items: [Int32], scores: [UInt64]) {
    self.user = user
    self.topK = topK
    self.items = items
    self.scores = scores
  }
}
