/// Order of a short list by score, without sorting what is not asked for.
package enum BestFirst {
  /// Writes the indexes of the `count` highest of `scores[0 ..< total]` to `order`, best first; of equal
  /// scores the lower index first. `order` has room for `total`.
  package static func select(
    _ scores: UnsafePointer<Double>, of total: Int, count: Int, order: UnsafeMutablePointer<Int32>
  ) -> UnsafeBufferPointer<Int32> {
    let count = min(count, total)
    if count <= 32 {
      insert(scores, total, count, order)
    } else {
      var all = UnsafeMutableBufferPointer(start: order, count: total)
      for index in 0..<total { all[index] = Int32(index) }
      all.sort { (scores[Int($0)], $1) > (scores[Int($1)], $0) }
    }
    return UnsafeBufferPointer(start: order, count: count)
  }

  /// Keeps a sorted list of the best so far; most candidates fail the one comparison with its last.
  private static func insert(
    _ scores: UnsafePointer<Double>, _ total: Int, _ count: Int, _ order: UnsafeMutablePointer<Int32>
  ) {
    guard count > 0 else { return }
    var filled = 0
    for index in 0..<total {
      if filled == count, scores[index] <= scores[Int(order[count - 1])] { continue }
      var place = filled < count ? filled : count - 1
      while place > 0, scores[Int(order[place - 1])] < scores[index] {
        order[place] = order[place - 1]
        place -= 1
      }
      order[place] = Int32(index)
      filled = min(filled + 1, count)
    }
  }
}
