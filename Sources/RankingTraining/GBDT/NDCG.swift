internal import Foundation

/// Normalised discounted cumulative gain: gain 2^label - 1, discount 1 / log2(rank + 2).
enum NDCG {
  static func gain(_ label: Float) -> Double { exp2(Double(label)) - 1 }

  private static let discounts = (0..<1024).map { 1 / log2(Double($0) + 2) }

  /// `rank` counts from 0.
  static func discount(_ rank: Int) -> Double {
    rank < discounts.count ? discounts[rank] : 1 / log2(Double(rank) + 2)
  }

  /// The best possible sum; 0 when no label is positive.
  static func ideal(_ labels: [Float], cutoff: Int) -> Double {
    let best = labels.filter { $0 > 0 }.sorted(by: >).prefix(cutoff)
    return best.enumerated().reduce(0) { $0 + gain($1.element) * discount($1.offset) }
  }

  /// Mean over groups with a positive label; equal scores rank in row order.
  static func mean(of scores: UnsafePointer<Double>, on matrix: TrainingMatrix, cutoff: Int) -> Double {
    var sum = 0.0
    var groups = 0
    for group in 0..<matrix.groupCount {
      let rows = matrix.groupOffsets[group]..<matrix.groupOffsets[group + 1]
      let ideal = ideal(rows.map { matrix.labels[$0] }, cutoff: cutoff)
      guard ideal > 0 else { continue }
      let top = rows.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(cutoff)
      sum += top.enumerated().reduce(0) { $0 + gain(matrix.labels[$1.element]) * discount($1.offset) } / ideal
      groups += 1
    }
    return groups == 0 ? 0 : sum / Double(groups)
  }
}
