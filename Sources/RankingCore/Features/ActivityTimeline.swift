/// When each item was used: cumulative interaction counts by day, so that "how popular was it in this
/// period" is one subtraction.
package struct ActivityTimeline: Sendable {
  /// Unix seconds at which bin 0 starts.
  package let origin: Int64
  /// Seconds in a bin: a day, or longer where the data spans more than `maximumBins` days.
  package let binSeconds: Int64
  package let bins: Int
  /// [bins + 1, items]: interactions before the start of each bin. The two rows of a window lie each in one
  /// piece, so that a request's candidates share cache lines.
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
    var counts = [Float](repeating: 0, count: (bins + 1) * items)
    var total = [Float](repeating: 0, count: bins + 1)
    for (item, time) in zip(interactions.items[row: 0], times) {
      let bin = Int((time - origin) / binSeconds)
      counts[(bin + 1) * items + Int(item)] += 1
      total[bin + 1] += 1
    }
    for bin in 0..<bins {
      total[bin + 1] += total[bin]
      for item in 0..<items { counts[(bin + 1) * items + item] += counts[bin * items + item] }
    }
    self.total = total
    cumulative = Matrix(rows: bins + 1, columns: items, counts)
  }

  /// The bins that touch the time from `first` to `last`, widened by `margin` seconds on both sides.
  package func window(from first: Int64, to last: Int64, margin: Int64) -> Range<Int> {
    let lower = min(max(0, (first - margin - origin) / binSeconds), Int64(bins - 1))
    let upper = min(max(0, (last + margin - origin) / binSeconds), Int64(bins - 1))
    return Int(lower)..<Int(max(lower, upper) + 1)
  }

  /// How often each item was used within `window`.
  package func counts(in window: Range<Int>) -> WindowCounts {
    WindowCounts(
      before: cumulative[row: window.lowerBound].baseAddress,
      after: cumulative[row: window.upperBound].baseAddress,
      total: total[window.upperBound] - total[window.lowerBound])
  }

  /// Interactions within one window; valid as long as the timeline lives.
  package struct WindowCounts {
    fileprivate let before: UnsafePointer<Float>?
    fileprivate let after: UnsafePointer<Float>?
    /// Of all items.
    package let total: Float

    /// Of `item`, which exists.
    @inline(__always)
    package subscript(item: Int) -> Float {
      guard let before, let after else { return 0 }
      return after[item] - before[item]
    }
  }
}
