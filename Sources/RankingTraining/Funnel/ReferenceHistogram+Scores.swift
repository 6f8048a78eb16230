import RankingCore

extension ReferenceHistogram {
  /// How the scores of every user's top ten are distributed, and each feature that the ranker's trees read and that
  /// can drift, over the same items: what a server without drift sees. Empty without users that have a history.
  static func references(_ snapshot: ModelSnapshot) -> [ReferenceHistogram] {
    let features = snapshot.assembler.features
    let (pipeline, scratch) = (RankingPipeline(snapshot: snapshot), PipelineScratch(for: snapshot))
    var values = [[Double]](repeating: [], count: features.count + 1)
    var floats = [Float](repeating: 0, count: features.count * 16)
    for user in 0..<snapshot.catalogue.userCount {
      let answer = pipeline.answer(
        user: user, RankingRequest(user: .anonymous, topK: depth), scratch: scratch)
      guard answer.servedBy == .personal else { continue }
      values[features.count] += Array(answer.scores)
      floats.withUnsafeMutableBufferPointer { floats in
        guard let base = floats.baseAddress else { return }
        let columns = FeatureColumns(base: base, stride: 16)
        pipeline.features(of: answer.items, user: user, into: columns, scratch: scratch)
        for feature in features.indices {
          for item in 0..<answer.items.count { values[feature].append(Double(columns[feature][item])) }
        }
      }
    }
    let used = features.indices.filter { snapshot.uses(feature: $0) && features[$0].canDrift }
    return [ReferenceHistogram(name: scoreName, of: values[features.count])].compactMap { $0 }
      + used.compactMap { ReferenceHistogram(name: features[$0].name, of: values[$0])?.rounded }
  }

  /// Shares to five digits, which a manifest says in less room.
  private var rounded: ReferenceHistogram {
    var short = self
    short.shares = shares.map { ($0 * 1e5).rounded() / 1e5 }
    short.missing = missing.map { ($0 * 1e5).rounded() / 1e5 }
    return short
  }
}
