import RankingCore
import SourceContract
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

  /// A history's items come first in what their own source says; denied, they take no rank from the others.
  @Test func itemsThatAreDeniedTakeNoRank() {
    let stage = stage(FusionConfiguration(method: .reciprocalRank, weights: ["als": 1], depth: 3))
    let all = withQuery(user: 1, items: history) {
      Array(stage.run($0, deny: nil, limit: 3, scratch: scratch).items)
    }
    var deny: UInt64 = 0
    for item in all { deny |= 1 << UInt64(item) }
    let rest = withQuery(user: 1, items: history) {
      stage.run($0, deny: [deny], limit: 3, scratch: scratch)
    }
    #expect(Set(rest.items).isDisjoint(with: all))
    let shares = [61, 62, 63].map { 1 / Float($0) }
    #expect(Array(rest.scores) == shares)
  }

  @Test(arguments: [FusionConfiguration.Method.standardScores, .reciprocalRank])
  func opinionsAddUpToTheFusedScore(_ method: FusionConfiguration.Method) {
    let stage = stage(
      FusionConfiguration(method: method, weights: ["als": 1, "ease": -0.5, "popularity": 0.25], depth: 20))
    let deny: [UInt64] = [0b1011 << 7]
    withQuery(user: 1, items: history) { query in
      let block = stage.run(query, deny: deny, limit: 12, scratch: scratch)
      for (item, score) in zip(block.items, block.scores) {
        let opinions = stage.opinions(of: Int(item), deny: deny, scratch: scratch)
        // Everyone but the demographics knows this user.
        #expect(opinions.map(\.source) == sourceNames.filter { $0 != "demographics" })
        #expect(abs(opinions.reduce(0) { $0 + $1.share } - score) < 1e-4)
        #expect(opinions.filter { $0.share != 0 }.allSatisfy { stage.fusion.weights[$0.source] != nil })
      }
    }
  }

  @Test func rankCountsWhatIsBetterAndNotDenied() throws {
    let scores: [Float] = [5, 9, 7, 7, 1]
    let stage = RetrievalStage(
      sources: [PopularitySource(scores: Matrix(rows: 1, columns: 5, scores))],
      fusion: FusionConfiguration(weights: ["popularity": 2]), catalogueSize: 5)
    let scratch = RetrievalScratch(catalogueSize: 5)
    let deny: [UInt64] = [0b00010]
    _ = withQuery { stage.run($0, deny: deny, limit: 5, scratch: scratch) }
    let ranks = (0..<5).map { stage.opinions(of: $0, deny: deny, scratch: scratch)[0].rank }
    #expect(ranks == [3, 1, 1, 2, 4])
    let best = try #require(stage.opinions(of: 2, deny: deny, scratch: scratch).first)
    #expect(best.score == 7 && best.share == 2 * best.standardScore)
    let free = try #require(stage.opinions(of: 2, deny: nil, scratch: scratch).first)
    #expect(free.rank == 2)
  }

  /// Under ranks a candidate is credited to the source whose share is largest, whatever the scores say.
  @Test func creditFollowsTheFusion() {
    let sources: [any CandidateSource] = [
      PopularitySource(name: "wide", scores: Matrix(rows: 1, columns: 4, [9, 0, 0, 0] as [Float])),
      PopularitySource(name: "narrow", scores: Matrix(rows: 1, columns: 4, [1, 2, 3, 4] as [Float])),
    ]
    let scratch = RetrievalScratch(catalogueSize: 4)
    func credits(_ method: FusionConfiguration.Method) -> [Int] {
      let stage = RetrievalStage(
        sources: sources,
        fusion: FusionConfiguration(
          method: method, weights: ["wide": 1, "narrow": 1.01], rankConstant: 60, depth: 4), catalogueSize: 4)
      scratch.clock.prepare(true)
      _ = withQuery { stage.run($0, deny: nil, limit: 4, scratch: scratch) }
      return [scratch.clock.candidates(source: 0), scratch.clock.candidates(source: 1)]
    }
    // Of the three that `wide` scores alike it ranks the first one second, ahead of `narrow`'s third.
    #expect(credits(.standardScores) == [1, 3])
    #expect(credits(.reciprocalRank) == [2, 2])
  }

  @Test(arguments: [
    FusionConfiguration(weights: [:], rankConstant: -1),
    FusionConfiguration(weights: [:], rankConstant: .infinity),
    FusionConfiguration(weights: [:], depth: 0), FusionConfiguration(weights: [:], depth: -5),
    FusionConfiguration(weights: ["als": .nan]),
  ])
  func fusionOutsideItsRangesIsRefused(_ fusion: FusionConfiguration) {
    #expect(throws: SourceError.self) { try fusion.check() }
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
