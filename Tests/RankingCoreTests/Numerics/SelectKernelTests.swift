import CKernels
import Testing

struct SelectKernelTests {
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let scores: [Float]
    var denied: Set<Int> = []
  }

  static let cases: [Case] = [
    Case(description: "random", scores: sampleFloats(1682, seed: 9)),
    Case(description: "coarse", scores: sampleFloats(1682, seed: 9).map { ($0 * 4).rounded() }),
    Case(description: "equal", scores: [Float](repeating: 2, count: 333)),
    Case(description: "zeros", scores: (0..<100).map { $0 % 2 == 0 ? 0 : -0.0 }),
    Case(description: "one", scores: [5]),
    Case(
      description: "heavy tail", scores: sampleFloats(2000, seed: 10).map { $0 * $0 * $0 * 1e30 },
      denied: Set(stride(from: 0, to: 2000, by: 3))),
    Case(
      description: "an outlier, and the others closer than the words that are sorted can tell",
      scores: sampleFloats(1500, seed: 12).map { 1 + 1e-5 * $0 } + [1e30]),
    Case(description: "all denied", scores: sampleFloats(70, seed: 11), denied: Set(0..<70)),
    Case(
      description: "extremes",
      scores: [
        .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0, .leastNonzeroMagnitude,
        -.leastNonzeroMagnitude,
      ]),
  ]

  @Test(arguments: cases, [0, 1, 10, 60, 200, 500, 900, 1400, 5000])
  func selectsWhatSortingSelects(_ example: Case, k: Int) throws {
    let expected = reference(example, k)
    for name in kernelNames {
      let found = try select(name, example, k)
      #expect(found.items == expected, "\(name)")
      #expect(found.scores == expected.map { example.scores[Int($0)] }, "\(name)")
    }
  }

  private func select(_ name: String, _ example: Case, _ k: Int) throws -> (items: [Int32], scores: [Float]) {
    let n = example.scores.count
    var deny = [UInt64](repeating: 0, count: (n + 63) / 64)
    for item in example.denied { deny[item / 64] |= 1 << UInt64(item % 64) }
    var work = [Int32](repeating: 0, count: 5 * (n + 32))
    var items = [Int32](repeating: -1, count: min(k, n))
    var scores = [Float](repeating: 0, count: min(k, n))
    let found = try kernelTable(name).select(example.scores, n, deny, min(k, n), &work, &items, &scores)
    return (Array(items.prefix(found)), Array(scores.prefix(found)))
  }

  /// Descending score, -0 after +0, then index.
  private func reference(_ example: Case, _ k: Int) -> [Int32] {
    let live = example.scores.indices.filter { !example.denied.contains($0) }
    let sorted = live.sorted { a, b in
      let (x, y) = (example.scores[a], example.scores[b])
      if x == y && x.sign != y.sign { return x.sign == .plus }
      return x == y ? a < b : x > y
    }
    return sorted.prefix(k).map(Int32.init)
  }
}
