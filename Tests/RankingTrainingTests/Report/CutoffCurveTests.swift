import Foundation
import RankingTraining
import Testing

/// The curves of a report against sums done by hand, and against the metrics of `evaluate`.
struct CutoffCurveTests {
  /// The first user finds one of two at place 2, the second its only one at place 1, the third has nothing hidden.
  @Test func threeUsersByHand() {
    let curve = CutoffCurve(
      lists: [[5, 1, 6, 7], [3, 4, 5, 6], [1, 2, 3, 4]], relevant: [[1, 2], [3], []], depth: 4)
    let third = 1 / log2(3.0)
    #expect(curve.recall == [0.5, 0.75, 0.75, 0.75])
    let expected = [
      0.5, (third / (1 + third) + 1) / 2, (third / (1 + third) + 1) / 2, (third / (1 + third) + 1) / 2,
    ]
    for (found, wanted) in zip(curve.ndcg, expected) { #expect(abs(found - wanted) < 1e-12) }
  }

  @Test func aListThatEndsEarlyFindsNoMore() {
    let curve = CutoffCurve(lists: [[1]], relevant: [[1, 2]], depth: 3)
    #expect(curve.recall == [0.5, 0.5, 0.5] && curve.ndcg[0] == 1 && curve.ndcg[1] < 1)
  }

  @Test func nobodyToJudgeIsZero() {
    let curve = CutoffCurve(lists: [[1, 2]], relevant: [[]], depth: 2)
    #expect(curve.recall == [0, 0] && curve.ndcg == [0, 0])
  }

  @Test func itAgreesWithTheMetrics() {
    let lists: [[Int32]] = (0..<50).map { user in (0..<20).map { Int32(($0 * 7 + user * 3) % 40) } }
    let relevant: [[Int32]] = (0..<50).map { user in (0..<(user % 13)).map { Int32($0 * 3) } }
    let curve = CutoffCurve(lists: lists, relevant: relevant, depth: 20)
    let metrics = StageMetrics(lists: lists, relevant: relevant, catalogueSize: 40)
    for (depth, recall, ndcg) in [(5, Metric.recall5, Metric.ndcg5), (10, .recall10, .ndcg10)] {
      #expect(abs(curve.recall[depth - 1] - metrics[recall]) < 1e-12)
      #expect(abs(curve.ndcg[depth - 1] - metrics[ndcg]) < 1e-12)
    }
  }
}
