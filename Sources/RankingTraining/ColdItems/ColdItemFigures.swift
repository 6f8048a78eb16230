internal import Foundation
package import RankingCore

/// How well cold items are ranked among themselves, over the users who meet one.
package struct ColdItemFigures: Sendable, Hashable {
  /// Mean NDCG@10 over users with a relevant item.
  package let ndcg10: Double
  /// Mean area under the ROC curve over users with a relevant and an irrelevant item; ties count a half.
  package let auc: Double
  /// [users] NDCG@10; nil for users without a relevant item. Empty in a mean of others.
  package let users: [Double?]

  package init(ndcg10: Double, auc: Double, users: [Double?] = []) {
    self.ndcg10 = ndcg10
    self.auc = auc
    self.users = users
  }

  /// Judges `scores` [users, items], higher is better, of equal ones the first item first.
  package init(scores: Matrix<Float>, relevant: [[Int32]]) {
    var (ndcg, auc) = ([Double?](repeating: nil, count: relevant.count), [Double]())
    for (user, hidden) in relevant.enumerated() where !hidden.isEmpty {
      let order = Self.order(scores[row: user])
      ndcg[user] = UserMetrics(list: order.prefix(10).map { Int32($0) }, relevant: hidden)[.ndcg10]
      if hidden.count < order.count { auc.append(Self.area(scores[row: user], order, hidden)) }
    }
    self.init(ndcg10: Self.mean(ndcg.compactMap { $0 }), auc: Self.mean(auc), users: ndcg)
  }

  package static func mean(of parts: [ColdItemFigures]) -> ColdItemFigures {
    ColdItemFigures(ndcg10: mean(parts.map(\.ndcg10)), auc: mean(parts.map(\.auc)))
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  private static func order(_ scores: UnsafeBufferPointer<Float>) -> [Int] {
    scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
  }

  /// (Mann-Whitney) the share of pairs of a relevant and an irrelevant item that stand in the right order.
  private static func area(
    _ scores: UnsafeBufferPointer<Float>, _ order: [Int], _ relevant: [Int32]
  ) -> Double {
    let hidden = Set(relevant.map { Int($0) })
    var (won, above, start) = (0.0, 0.0, 0)
    while start < order.count {
      var end = start
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      let good = Double(order[start..<end].count { hidden.contains($0) })
      let bad = Double(end - start) - good
      won += bad * (above + good / 2)
      above += good
      start = end
    }
    return won / (above * Double(order.count - relevant.count))
  }
}
