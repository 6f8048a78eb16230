import Foundation

/// What a walk down one list finds.
struct HitCounter {
  private var at5 = 0.0
  private var at10 = 0.0
  private var at100 = 0.0
  private var all = 0.0
  private var gain5 = 0.0
  private var gain10 = 0.0
  /// Rank of the first hit; 0 without one.
  private var first = 0

  /// A hidden item stands at `rank`, from 1; ranks ascend.
  mutating func add(rank: Int) {
    if first == 0 { first = rank }
    all += 1
    if rank <= 100 { at100 += 1 }
    if rank <= 10 {
      at10 += 1
      gain10 += Self.gain(rank)
    }
    if rank <= 5 {
      at5 += 1
      gain5 += Self.gain(rank)
    }
  }

  /// The figures of a user with `count` hidden items, by `Metric.place`.
  func values(hidden count: Int) -> SIMD16<Double> {
    let hidden = Double(count)
    var values = SIMD16<Double>(repeating: 0)
    values[Metric.precision5.place] = at5 / 5
    values[Metric.recall5.place] = at5 / hidden
    values[Metric.ndcg5.place] = gain5 / Self.idealGain(min(5, count))
    values[Metric.precision10.place] = at10 / 10
    values[Metric.recall10.place] = at10 / hidden
    values[Metric.ndcg10.place] = gain10 / Self.idealGain(min(10, count))
    values[Metric.recall100.place] = at100 / hidden
    values[Metric.recall200.place] = all / hidden
    values[Metric.mrr.place] = first == 0 ? 0 : 1 / Double(first)
    values[Metric.hitRate10.place] = at10 > 0 ? 1 : 0
    return values
  }

  private static func gain(_ rank: Int) -> Double { 1 / log2(Double(rank + 1)) }

  /// The gain of hits at ranks 1 … `count`.
  private static func idealGain(_ count: Int) -> Double { (1...count).reduce(0) { $0 + gain($1) } }
}
