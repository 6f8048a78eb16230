/// All figures of one user's list.
package struct UserMetrics: Sendable, Hashable {
  /// By `Metric.place`; the last six are 0.
  let values: SIMD16<Double>

  package subscript(metric: Metric) -> Double { values[metric.place] }

  /// Judges `list`, best first, against the hidden items `relevant`, ascending and at least one.
  package init(list: [Int32], relevant: [Int32]) {
    var hits = HitCounter()
    for (index, item) in list.prefix(Metric.depth).enumerated() where Self.contains(relevant, item) {
      hits.add(rank: index + 1)
    }
    values = hits.values(hidden: relevant.count)
  }

  init(values: SIMD16<Double>) { self.values = values }

  private static func contains(_ sorted: [Int32], _ item: Int32) -> Bool {
    var range = sorted.startIndex..<sorted.endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if sorted[middle] == item { return true }
      range = sorted[middle] < item ? (middle + 1)..<range.upperBound : range.lowerBound..<middle
    }
    return false
  }
}
