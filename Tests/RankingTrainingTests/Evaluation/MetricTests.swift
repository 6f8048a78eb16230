import Foundation
import RankingCore
import RankingTraining
import Testing

@Suite struct MetricTests {
  @Test func byHand() {
    // Hits at ranks 2, 5 and 11 of 3 hidden items; 1 / log2(3) + 1 / log2(6) over 1 + 1 / log2(3) + 1 / 2.
    let list = (0..<20).map { Int32($0) }
    let user = UserMetrics(list: list, relevant: [1, 4, 10])
    let near = { (metric: Metric, value: Double) in #expect(abs(user[metric] - value) < 1e-12) }
    near(.precision5, 0.4)
    near(.recall5, 2.0 / 3)
    near(.ndcg5, 0.4776237035032179)
    near(.precision10, 0.2)
    near(.recall10, 2.0 / 3)
    near(.ndcg10, 0.4776237035032179)
    near(.recall100, 1)
    near(.recall200, 1)
    near(.mrr, 0.5)
    near(.hitRate10, 1)
  }

  @Test func aListWithoutHitsIsZero() {
    let user = UserMetrics(list: [], relevant: [3])
    for metric in Metric.allCases { #expect(user[metric] == 0) }
  }

  @Test(arguments: [UInt64](0..<20)) func equalsTheSlowReference(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let list = (0..<400).map { Int32($0) }.shuffled(using: &random).prefix(5 + random.below(300))
    let relevant = (0..<400).map { Int32($0) }.shuffled(using: &random).prefix(1 + random.below(40)).sorted()
    let user = UserMetrics(list: Array(list), relevant: relevant)
    for metric in Metric.allCases {
      #expect(abs(user[metric] - reference(metric, Array(list), Set(relevant))) < 1e-12, "\(metric)")
    }
  }

  private func reference(_ metric: Metric, _ list: [Int32], _ relevant: Set<Int32>) -> Double {
    func hits(_ depth: Int) -> Double { Double(list.prefix(depth).filter(relevant.contains).count) }
    func ndcg(_ depth: Int) -> Double {
      let gains = (0..<depth).map { 1 / log2(Double($0 + 2)) }
      let found = list.prefix(depth).enumerated().map { relevant.contains($1) ? gains[$0] : 0 }.reduce(0, +)
      return found / gains.prefix(relevant.count).reduce(0, +)
    }
    switch metric {
    case .precision5: return hits(5) / 5
    case .recall5: return hits(5) / Double(relevant.count)
    case .ndcg5: return ndcg(5)
    case .precision10: return hits(10) / 10
    case .recall10: return hits(10) / Double(relevant.count)
    case .ndcg10: return ndcg(10)
    case .recall100: return hits(100) / Double(relevant.count)
    case .recall200: return hits(200) / Double(relevant.count)
    case .mrr:
      return list.prefix(200).firstIndex(where: relevant.contains).map { 1 / Double($0 + 1) } ?? 0
    case .hitRate10: return hits(10) > 0 ? 1 : 0
    }
  }

  @Test func usersWithoutHiddenItemsDoNotCount() {
    let metrics = StageMetrics(lists: [[0, 1], [2, 3], [9]], relevant: [[0], [], [5]], catalogueSize: 10)
    #expect(metrics.users == [0, 2])
    #expect(metrics[.mrr] == 0.5)
    #expect(metrics.coverage == 0.3)
  }
}
