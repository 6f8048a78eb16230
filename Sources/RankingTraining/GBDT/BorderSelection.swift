internal import Foundation

/// Chooses a feature's borders from its values: CatBoost's GreedyLogSum.
///
/// The sorted values start as one bin. The bin whose split gains most is split, at the boundary between
/// different values nearest its median, until there are enough; the gain is log(left) + log(right) -
/// log(both) of the counts, which favours even bins but gives rare values bins of their own.
enum BorderSelection {
  /// Rows looked at, more or less: of each stretch of as many rows as this goes into all, a random one. Random, because
  /// rows repeat with the size of their groups.
  static let sampleSize = 200_000

  /// At most `limit` ascending borders between the different values of `values`; NaN is passed over.
  static func borders(of values: UnsafeBufferPointer<Float>, limit: Int) -> [Float] {
    let sorted = sortedSample(values)
    guard let first = sorted.first, let last = sorted.last, first < last else { return [] }
    var bins = [Bin(sorted, 0..<sorted.count)]
    while bins.count <= limit, let best = bins.indices.max(by: { bins[$0].gain < bins[$1].gain }),
      bins[best].gain > -Double.infinity
    {
      let range = bins[best].range
      let middle = bins[best].middle
      bins[best] = Bin(sorted, range.lowerBound..<middle)
      bins.append(Bin(sorted, middle..<range.upperBound))
    }
    let cuts = bins.map(\.range.lowerBound).filter { $0 > 0 }.sorted()
    return cuts.map { border(between: sorted[$0 - 1], and: sorted[$0]) }.uniqued()
  }

  /// Half way, and never the upper value itself: `value > border` must hold for it.
  private static func border(between low: Float, and high: Float) -> Float {
    let middle = Float((Double(low) + Double(high)) / 2)
    return middle < high && middle.isFinite ? max(middle, low) : low
  }

  private static func sortedSample(_ values: UnsafeBufferPointer<Float>) -> [Float] {
    let step = max(1, values.count / sampleSize)
    var random = SeededRandom(seed: 0)
    var keys = stride(from: 0, to: values.count, by: step).compactMap { start -> Float? in
      let row = step == 1 ? start : start + Int(random.next() % UInt64(min(step, values.count - start)))
      return values[row].isNaN ? nil : values[row]
    }
    FloatRadixSort.sort(&keys)
    // Infinities have no middle with their neighbours: they count as the largest numbers.
    return keys.map { min(max($0, -Float.greatestFiniteMagnitude), Float.greatestFiniteMagnitude) }
  }

  private struct Bin {
    var range: Range<Int>
    /// Where the right half starts.
    var middle: Int
    var gain: Double

    init(_ sorted: [Float], _ range: Range<Int>) {
      self.range = range
      let median = sorted[range.lowerBound + range.count / 2]
      let low = Self.firstIndex(in: sorted, range) { $0 >= median }
      let high = Self.firstIndex(in: sorted, range) { $0 > median }
      let gains = [low, high].map { Self.gain(range, at: $0) }
      middle = gains[0] >= gains[1] ? low : high
      gain = max(gains[0], gains[1])
    }

    private static func gain(_ range: Range<Int>, at middle: Int) -> Double {
      guard middle > range.lowerBound, middle < range.upperBound else { return -.infinity }
      let left = Double(middle - range.lowerBound)
      let right = Double(range.upperBound - middle)
      return log(left) + log(right) - log(left + right)
    }

    private static func firstIndex(in sorted: [Float], _ range: Range<Int>, where test: (Float) -> Bool)
      -> Int
    {
      var low = range.lowerBound
      var high = range.upperBound
      while low < high {
        let middle = (low + high) / 2
        if test(sorted[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}

extension [Float] {
  /// Without repeated neighbours.
  fileprivate func uniqued() -> [Float] {
    indices.filter { $0 == 0 || self[$0] > self[$0 - 1] }.map { self[$0] }
  }
}
