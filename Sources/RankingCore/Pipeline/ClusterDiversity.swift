/// How many items of one semantic cluster may stand among the first places of an answer.
///
/// An item whose cluster is full gives way to the best one whose cluster is not, and keeps its turn. So an answer of
/// fewer items is the beginning of one of more.
package struct ClusterDiversity: Codable, Sendable, Hashable {
  /// Items of one cluster, at least 1.
  package var limit: Int
  /// Places that the limit holds for, at least 1.
  package var places: Int

  package init(limit: Int, places: Int) {
    self.limit = limit
    self.places = places
  }

  /// Rearranges `order`, which is best first. Places that no item can take within the limit keep the order there was.
  func arrange(_ order: UnsafeMutableBufferPointer<Int32>, cluster: (Int32) -> Int32) {
    for place in 0..<min(places, order.count) {
      let next = order[place...].firstIndex { candidate in
        let own = cluster(candidate)
        return order[..<place].count { cluster($0) == own } < limit
      }
      guard let next else { return }
      let chosen = order[next]
      for index in stride(from: next, to: place, by: -1) { order[index] = order[index - 1] }
      order[place] = chosen
    }
  }
}
