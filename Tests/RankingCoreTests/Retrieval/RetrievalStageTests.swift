import RankingCore
import Testing

struct RetrievalStageTests {
  private let scratch = RetrievalScratch(catalogueSize: sampleCatalogue)
  private let history: [Int32] = [4, 8, 15, 16, 23, 42]

  /// What source `index` said in the last run, standardised.
  private func row(_ index: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: sampleCatalogue) { buffer, count in
      count = sampleCatalogue
      if let base = buffer.baseAddress { scratch.sourceScores.standardize(index, into: base) }
    }
  }

  private func stage(_ fusion: FusionConfiguration) -> RetrievalStage {
    RetrievalStage(sources: sampleSources(), fusion: fusion, catalogueSize: sampleCatalogue)
  }

  @Test func fusesStandardScoresByWeight() throws {
    let stage = stage(FusionConfiguration(weights: ["als": 1, "ease": 0.5]))
    let block = withQuery(user: 1, items: history) { stage.run($0, deny: nil, limit: 10, scratch: scratch) }
    #expect(block.count == 10 && block.step == .fused)
    let rows = [row(0), row(1)]
    for (item, score) in zip(block.items, block.scores) {
      let expected = rows[0][Int(item)] + 0.5 * rows[1][Int(item)]
      #expect(abs(score - expected) < 1e-5)
    }
    let best = (0..<sampleCatalogue).map { rows[0][$0] + 0.5 * rows[1][$0] }.max()
    #expect(abs(block.scores[0] - (best ?? 0)) < 1e-5)
  }

  @Test func rowsAreStandardised() {
    let stage = stage(FusionConfiguration(weights: ["als": 1]))
    _ = withQuery(user: 1, items: history) { stage.run($0, deny: nil, limit: 1, scratch: scratch) }
    for index in stage.sources.indices where scratch.sourceScores.isAvailable(index) {
      let row = row(index)
      #expect(abs(row.reduce(0, +)) < 1e-3)
      #expect(abs(row.reduce(0) { $0 + $1 * $1 } / Float(sampleCatalogue) - 1) < 1e-3)
    }
  }

  @Test func candidatesGetTheSameStandardScores() {
    let stage = stage(FusionConfiguration(weights: ["als": 1]))
    _ = withQuery(user: 1, items: history) { stage.run($0, deny: nil, limit: 1, scratch: scratch) }
    let items: [Int32] = [3, 47, 12]
    for index in stage.sources.indices {
      var scores: [Float] = [0, 0, 0]
      items.withUnsafeBufferPointer {
        scratch.sourceScores.standardize(index, $0, into: &scores, scratch: scratch)
      }
      let isKnown = scratch.sourceScores.isAvailable(index)
      #expect(zip(items, scores).allSatisfy { isKnown ? row(index)[Int($0)] == $1 : $1.isNaN })
    }
  }

  /// A source of weight 0 is asked for candidates alone, and says what it would have said in a pass over all.
  @Test(arguments: [[4, 8, 15, 16, 23, 42], []] as [[Int32]])
  func whatIsOnlyLookedAtIsAskedItemByItem(history: [Int32]) throws {
    let names = ["als", "svd", "als8", "svd8"]
    let dense = stage(FusionConfiguration(weights: ["ease": 1]))
    let weights = Dictionary(uniqueKeysWithValues: names.map { ($0, Float(0)) } + [("ease", 1)])
    let itemwise = stage(FusionConfiguration(weights: weights))
    let items: [Int32] = [3, 47, 12, 0, 52]
    func scores(_ stage: RetrievalStage, _ name: String) -> [Float] {
      _ = withQuery(items: history) { stage.run($0, deny: nil, limit: 1, scratch: scratch) }
      var scores = [Float](repeating: 0, count: items.count)
      let index = sourceNames.firstIndex(of: name)!
      items.withUnsafeBufferPointer {
        scratch.sourceScores.standardize(index, $0, into: &scores, scratch: scratch)
      }
      return scores
    }
    for name in names {
      let (expected, found) = (scores(dense, name), scores(itemwise, name))
      // Rounding moves the deviation of 8-bit scores by less than this.
      for (a, b) in zip(expected, found) {
        #expect(history.isEmpty ? a.isNaN && b.isNaN : abs(a - b) < 0.01, "\(name)")
      }
    }
  }

  @Test func denyListIsRespectedAndTheRestIsServed() {
    let stage = stage(FusionConfiguration(weights: ["als": 1]))
    let deny: [UInt64] = [~0 << 3]
    let block = withQuery(user: 1, items: history) { stage.run($0, deny: deny, limit: 500, scratch: scratch) }
    #expect(Set(block.items) == [0, 1, 2])
  }

  @Test func reciprocalRanksAddUp() throws {
    let stage = stage(FusionConfiguration(method: .reciprocalRank, weights: ["als": 1, "svd": 2], depth: 5))
    let block = withQuery(user: 1, items: history) { stage.run($0, deny: nil, limit: 3, scratch: scratch) }
    let ranks = [0, 2].map { index in
      let row = row(index)
      return (0..<sampleCatalogue).sorted { row[$0] > row[$1] }.prefix(5)
    }
    for (item, score) in zip(block.items, block.scores) {
      var expected: Float = 0
      for (order, weight) in zip(ranks, [1, 2] as [Float]) {
        if let rank = order.firstIndex(of: Int(item)) { expected += weight / Float(61 + rank) }
      }
      #expect(abs(score - expected) < 1e-6)
    }
  }

  @Test func fallsDownTheChain() {
    let stage = stage(FusionConfiguration(weights: ["als": 1, "ease": 1]))
    let known = withQuery(demographics: Demographics(age: 20, gender: 0, occupation: -1)) {
      stage.run($0, deny: nil, limit: 5, scratch: scratch).step
    }
    #expect(known == .fallback(source: 5))
    let nobody = withQuery { stage.run($0, deny: nil, limit: 5, scratch: scratch) }
    #expect(nobody.step == .fallback(source: 4) && nobody.count == 5)
  }

  @Test func withoutAnySourceTheCatalogueIsServed() {
    let stage = RetrievalStage(
      sources: [], fusion: FusionConfiguration(weights: [:]), catalogueSize: sampleCatalogue)
    let block = withQuery { stage.run($0, deny: nil, limit: 3, scratch: scratch) }
    #expect(block.step == .none && Array(block.items) == [0, 1, 2])
  }
}
