import RankingCore
import RankingTraining
import Testing

/// Training rows beside what serving makes of the same users.
struct ReplayedRows {
  private let rows: TrainingMatrix
  private let snapshot: ModelSnapshot
  private let ranker: QuantisedRanker
  private let scratch: PipelineScratch
  private let columns: AlignedStorage<Float>

  init(_ rows: TrainingMatrix, on snapshot: ModelSnapshot) throws {
    self.rows = rows
    self.snapshot = snapshot
    ranker = try QuantisedRanker(try #require(snapshot.model.ranker))
    scratch = PipelineScratch(for: snapshot)
    columns = AlignedStorage(count: rows.featureCount * snapshot.serving.candidates)
    try #require(rows.featureNames == snapshot.assembler.features.map(\.name))
  }

  /// Replays the rows of `group`, which are those of `user`; returns how many they are.
  func check(group: Int, user: Int) throws -> Int {
    let range = rows.groupOffsets[group]..<rows.groupOffsets[group + 1]
    let answer = RankingPipeline(snapshot: snapshot).answer(
      user: user, RankingRequest(user: .anonymous, topK: range.count), scratch: scratch)
    try #require(answer.servedBy == .personal && answer.items.count == range.count)
    // Asked without the ranker, the same pipeline hands out its candidates in the order of the rows.
    let candidates = snapshot.candidates(
      for: snapshot.query(user: user), limit: range.count, scratch: scratch)
    let expected = scores(of: range, candidates)
    let served = Dictionary(uniqueKeysWithValues: zip(answer.items, answer.scores.map(\.bitPattern)))
    for (place, item) in candidates.items.prefix(range.count).enumerated() {
      #expect(served[item] == expected[place].bitPattern, "user \(user), place \(place)")
    }
    let stride = snapshot.serving.candidates
    RankingPipeline(snapshot: snapshot).features(
      of: UnsafeBufferPointer(rebasing: candidates.items[..<range.count]), user: user,
      into: FeatureColumns(base: columns.base, stride: stride), scratch: scratch)
    for feature in 0..<rows.featureCount {
      let trained = rows.features[row: feature][range]
      let isEqual = zip(trained, 0..<range.count).allSatisfy {
        $0.bitPattern == columns.base[feature * stride + $1].bitPattern
      }
      #expect(isEqual, "user \(user), \(rows.featureNames[feature])")
    }
    return range.count
  }

  /// The ranker's scores of the training rows, and what serving adds to them.
  private func scores(of range: Range<Int>, _ candidates: CandidateBlock) -> [Double] {
    let block = QuantisedRanker.blockSize
    let stride = (range.count + block - 1) / block * block
    var bins = [UInt8](repeating: 0, count: stride * rows.featureCount)
    var scores = [Double](repeating: 0, count: range.count)
    bins.withUnsafeMutableBufferPointer { bins in
      guard let base = bins.baseAddress else { return }
      for feature in 0..<rows.featureCount where ranker.isUsed(feature) {
        let column = Array(rows.features[row: feature][range])
        ranker.quantise(
          feature: feature, values: column, count: range.count, into: base + feature * stride)
      }
      ranker.score(bins: base, stride: stride, count: range.count, into: &scores)
    }
    let weight = Double(snapshot.serving.retrievalWeight)
    for place in 0..<range.count where weight != 0 {
      scores[place] += weight * Double(candidates.scores[place])
    }
    return scores
  }
}
