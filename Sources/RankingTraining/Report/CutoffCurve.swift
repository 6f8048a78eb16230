internal import Foundation

/// A stage's recall and NDCG at every depth, means over users.
package struct CutoffCurve {
  /// At depth k: index k - 1.
  package let recall: [Double]
  package let ndcg: [Double]

  /// Judges `lists[user]` against `relevant[user]`, ascending; users without relevant items do not count.
  package init(lists: [[Int32]], relevant: [[Int32]], depth: Int) {
    let discounts = (1...depth).map { 1 / log2(Double($0 + 1)) }
    var ideal = [0.0]
    for discount in discounts { ideal.append((ideal.last ?? 0) + discount) }
    var (recalls, gains) = ([Double](repeating: 0, count: depth), [Double](repeating: 0, count: depth))
    let judged = relevant.indices.filter { !relevant[$0].isEmpty }
    for user in judged {
      let wanted = Set(relevant[user])
      var (hits, gain) = (0.0, 0.0)
      for place in 0..<depth {
        if place < lists[user].count, wanted.contains(lists[user][place]) {
          hits += 1
          gain += discounts[place]
        }
        recalls[place] += hits / Double(wanted.count)
        gains[place] += gain / ideal[min(place + 1, wanted.count)]
      }
    }
    let users = Double(max(1, judged.count))
    recall = recalls.map { $0 / users }
    ndcg = gains.map { $0 / users }
  }
}
