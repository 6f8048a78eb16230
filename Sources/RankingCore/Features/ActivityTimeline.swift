/// When each item was used: cumulative interaction counts by day, so that "how popular was it in this
/// period" is one subtraction.
package final class ActivityTimeline: Sendable {
  /// Unix seconds at which bin 0 starts.
  package let origin: Int64
  /// Seconds in a bin: a day, or longer where the data spans more than `maximumBins` days.
  package let binSeconds: Int64
  package let bins: Int
  /// [bins + 1, items]: interactions before the start of each bin. The two rows of a window lie each in one
  /// piece, so that a request's candidates share cache lines; 16 bits an entry where every item has room.
  private let cumulative: Cumulative
  /// [bins + 1]: the same over all items.
  private let total: [Float]

  private enum Cumulative {
    case narrow(Matrix<UInt16>)
    case wide(Matrix<UInt32>)
  }

  private static let maximumBins: Int64 = 400

  package init(items: Int, interactions: Interactions) {
    let times = interactions.timestamps[row: 0]
    origin = times.min() ?? 0
    let span = (times.max() ?? 0) - origin
    binSeconds = max(86_400, span / Self.maximumBins + 1)
    bins = Int(span / binSeconds) + 1
    var counts = [UInt32](repeating: 0, count: (bins + 1) * items)
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
    let most = counts.suffix(items).max() ?? 0
    cumulative =
      most <= UInt16.max
      ? .narrow(Matrix(rows: bins + 1, columns: items, counts.map { UInt16($0) }))
      : .wide(Matrix(rows: bins + 1, columns: items, counts))
  }

  /// The bins that touch the time from `first` to `last`, widened by `margin` seconds on both sides.
  package func window(from first: Int64, to last: Int64, margin: Int64) -> Range<Int> {
    let lower = min(max(0, (first - margin - origin) / binSeconds), Int64(bins - 1))
    let upper = min(max(0, (last + margin - origin) / binSeconds), Int64(bins - 1))
    return Int(lower)..<Int(max(lower, upper) + 1)
  }

  /// Interactions of all items within `window`.
  package func total(in window: Range<Int>) -> Float { total[window.upperBound] - total[window.lowerBound] }

  /// Writes how often each of `items` was used within `window` to `counts`.
  package func count(
    _ items: UnsafeBufferPointer<Int32>, in window: Range<Int>, into counts: UnsafeMutablePointer<Float>
  ) {
    precondition(window.lowerBound >= 0 && window.upperBound <= bins)
    switch cumulative {
    case .narrow(let matrix): Self.count(items, matrix, window, counts)
    case .wide(let matrix): Self.count(items, matrix, window, counts)
    }
  }

  @inline(__always)
  private static func count<Count: FixedWidthInteger & BitwiseCopyable & Sendable>(
    _ items: UnsafeBufferPointer<Int32>, _ cumulative: Matrix<Count>, _ window: Range<Int>,
    _ counts: UnsafeMutablePointer<Float>
  ) {
    let before = cumulative.base + window.lowerBound * cumulative.stride
    let after = cumulative.base + window.upperBound * cumulative.stride
    for (row, item) in items.enumerated() { counts[row] = Float(after[Int(item)] &- before[Int(item)]) }
  }
}
