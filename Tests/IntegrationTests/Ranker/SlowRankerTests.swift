import RankingCore
import RankingTraining
import Testing

/// A ranker beyond the byte path, with more borders than a byte tells apart, serves all the same.
@Suite struct SlowRankerTests {
  @Test func moreBordersThanAByteServes() throws {
    let path = try SampleBundle.copy("slow-ranker")
    let names = try #require(try ModelSnapshot.load(bundle: path).model.ranker).floatFeatures.map(\.name)
    let ranker = Self.ranker(names)
    let refusal = #expect(throws: RankerModelError.self) { try QuantisedRanker(ranker) }
    #expect(refusal?.code == .limitExceeded)
    let (version, parent) = try RankerImport(bundle: path).write(ranker)
    let snapshot = try ModelSnapshot.load(bundle: "\(parent)/\(version)")
    #expect(snapshot.model.ranker == ranker && snapshot.ranks && snapshot.uses(feature: 0))
    let (own, other) = (PipelineScratch(for: snapshot), PipelineScratch(for: snapshot))
    for user in 0..<20 {
      let answer = RankingPipeline(snapshot: snapshot).answer(
        user: user, RankingRequest(user: .anonymous, topK: 10), scratch: own)
      let expected = try Self.scores(snapshot, user, other)
      for (item, score) in zip(answer.items, answer.scores) {
        #expect(expected[item]?.bitPattern == score.bitPattern, "user \(user)")
      }
      let best = expected.values.sorted(by: >).prefix(10)
      #expect(answer.scores.map { $0 } == Array(best))
    }
  }

  /// By item, from the float columns.
  private static func scores(
    _ snapshot: ModelSnapshot, _ user: Int, _ scratch: PipelineScratch
  ) throws -> [Int32: Double] {
    let scorer = ReferenceScorer(try #require(snapshot.model.ranker))
    let (query, limit) = (snapshot.query(user: user), snapshot.serving.candidates)
    let candidates = snapshot.candidates(for: query, limit: limit, scratch: scratch)
    let context = snapshot.context(query, candidates, count: candidates.count, scratch: scratch)
    let features = snapshot.assembler.features.count
    let columns = AlignedStorage<Float>(count: features * limit)
    snapshot.assembler.fill(context, into: FeatureColumns(base: columns.base, stride: limit))
    var scores: [Int32: Double] = [:]
    for place in 0..<candidates.count {
      let row = (0..<features).map { columns.base[$0 * limit + place] }
      scores[candidates.items[place]] =
        try scorer.score(row: row)[0]
        + Double(snapshot.serving.retrievalWeight) * Double(candidates.scores[place])
    }
    return scores
  }

  /// 400 borders on the first feature, each asked by a tree.
  private static func ranker(_ names: [String]) -> RankerModel {
    let borders = (0..<400).map { Float($0) / 50 - 4 }
    let trees = borders.enumerated().map { place, border in
      RankerTree(
        shape: .symmetric([.float(feature: 0, border: border), .float(feature: 1, border: 0)]),
        leafValues: [0, Double(place % 7) / 100, 0.001, Double(place % 3) / 50], leafWeights: [1, 1, 1, 1])
    }
    return RankerModel(
      floatFeatures: names.enumerated().map { place, name in
        .init(name: name, flatIndex: place, borders: place == 0 ? borders : place == 1 ? [0] : [])
      }, trees: trees)
  }
}
