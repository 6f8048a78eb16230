/// When each item was used: cumulative interaction counts by day, so that "how popular was it in this
/// period" is one subtraction.
package struct ActivityTimeline: Sendable {
  /// Unix seconds at which bin 0 starts.
  package let origin: Int64
  /// Seconds in a bin: a day, or longer where the data spans more than `maximumBins` days.
  package let binSeconds: Int64
  package let bins: Int
  /// [items, bins + 1]: interactions before the start of each bin.
  private let cumulative: Matrix<Float>
  /// [bins + 1]: the same over all items.
  private let total: [Float]

  private static let maximumBins: Int64 = 400

  package init(items: Int, interactions: Interactions) {
    let times = interactions.timestamps[row: 0]
    origin = times.min() ?? 0
    let span = (times.max() ?? 0) - origin
    binSeconds = max(86_400, span / Self.maximumBins + 1)
    bins = Int(span / binSeconds) + 1
    var counts = [Float](repeating: 0, count: items * (bins + 1))
    var total = [Float](repeating: 0, count: bins + 1)
    for (item, time) in zip(interactions.items[row: 0], times) {
      let bin = Int((time - origin) / binSeconds)
      counts[Int(item) * (bins + 1) + bin + 1] += 1
      total[bin + 1] += 1
    }
    for bin in 0..<bins {
      total[bin + 1] += total[bin]
      for item in 0..<items { counts[item * (bins + 1) + bin + 1] += counts[item * (bins + 1) + bin] }
    }
    self.total = total
    cumulative = Matrix(rows: items, columns: bins + 1, counts)
  }

  /// The bins that touch the time from `first` to `last`, widened by `margin` seconds on both sides.
  package func window(from first: Int64, to last: Int64, margin: Int64) -> Range<Int> {
    let lower = min(max(0, (first - margin - origin) / binSeconds), Int64(bins - 1))
    let upper = min(max(0, (last + margin - origin) / binSeconds), Int64(bins - 1))
    return Int(lower)..<Int(max(lower, upper) + 1)
  }

  /// Interactions of `item` within `window`.
  @inline(__always)
  package func count(_ item: Int, in window: Range<Int>) -> Float {
    let row = cumulative.base + item * cumulative.stride
    return row[window.upperBound] - row[window.lowerBound]
  }

  /// Interactions of all items within `window`.
  package func total(in window: Range<Int>) -> Float {
    total[window.upperBound] - total[window.lowerBound]
  }
}
