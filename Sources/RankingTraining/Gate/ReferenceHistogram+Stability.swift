internal import Foundation
internal import RankingCore

extension ReferenceHistogram {
  /// Population stability index of `values` against this reference: Σ (a − e) ln(a / e) over bins, shares smoothed by
  /// half a value a bin. Below 0.1 nothing has moved, above 0.25 something has.
  func stability(of values: [Double]) -> Double {
    var counts = [Double](repeating: 0.5, count: shares.count)
    for value in values { counts[edges.firstIndex { value <= $0 } ?? edges.count] += 1 }
    let total = Double(values.count) + 0.5 * Double(shares.count)
    return zip(counts, shares).reduce(0) { sum, bin in
      let (actual, expected) = (bin.0 / total, max(bin.1, 0.5 / total))
      return sum + (actual - expected) * log(actual / expected)
    }
  }
}
