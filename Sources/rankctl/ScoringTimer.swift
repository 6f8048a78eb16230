import Foundation
import RankingCore

/// Times the path that serves: binning all features and scoring all trees, one thread.
struct ScoringTimer {
  private let ranker: QuantisedRanker
  /// [features][rows]
  private let columns: [[Float]]

  init(_ model: RankerModel, rows: [[Float]]) throws {
    ranker = try QuantisedRanker(model)
    columns = model.floatFeatures.indices.map { feature in rows.map { $0[feature] } }
  }

  /// Microseconds of one call for `count` candidates, the fastest of `rounds`; rows repeat where they are fewer.
  func microseconds(candidates count: Int, rounds: Int = 2000) -> (binning: Double, trees: Double) {
    let stride =
      (count + QuantisedRanker.blockSize - 1) / QuantisedRanker.blockSize * QuantisedRanker.blockSize
    let values = columns.map { column in (0..<count).map { column[$0 % column.count] } }
    let bins = AlignedStorage<UInt8>(count: stride * columns.count, repeating: 0)
    let scores = AlignedStorage<Double>(count: count)
    var best = (binning: Double.infinity, trees: Double.infinity)
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      for feature in columns.indices where ranker.isUsed(feature) {
        ranker.quantise(
          feature: feature, values: values[feature], count: count, into: bins.base + feature * stride)
      }
      let binned = ContinuousClock.now
      ranker.score(bins: bins.base, stride: stride, count: count, into: scores.base)
      let end = ContinuousClock.now
      best.binning = min(best.binning, (binned - start) / .microseconds(1))
      best.trees = min(best.trees, (end - binned) / .microseconds(1))
    }
    return best
  }
}
