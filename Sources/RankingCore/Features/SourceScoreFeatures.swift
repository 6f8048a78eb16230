/// What each retrieval source says about a candidate: its z-score over the catalogue, NaN if the source
/// does not know the user; and the candidate's place in the fused order.
struct SourceScoreFeatures: FeatureGroup {
  static let placeName = "fused.place"

  let sources: [String]

  var features: [FeatureDescriptor] {
    sources.map { FeatureDescriptor("\($0).score", .pair) } + [
      FeatureDescriptor(Self.placeName, .pair), FeatureDescriptor("sources.spread", .pair),
    ]
  }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    for source in sources.indices {
      context.sources.standardize(
        source, context.candidates, into: columns[source], scratch: context.scratch)
    }
    let place = columns[sources.count]
    for row in context.candidates.indices { place[row] = Float(row) }
    fillSpread(context, columns)
  }

  /// Highest minus lowest score: how much the sources disagree.
  private func fillSpread(_ context: FeatureContext, _ columns: FeatureColumns) {
    let (count, spread) = (context.candidates.count, columns[sources.count + 1])
    spread.update(repeating: -.infinity, count: count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { lowest in
      lowest.initialize(repeating: .infinity)
      for source in sources.indices where context.sources.isAvailable(source) {
        let scores = columns[source]
        for row in 0..<count {
          lowest[row] = scores[row] < lowest[row] ? scores[row] : lowest[row]
          spread[row] = scores[row] > spread[row] ? scores[row] : spread[row]
        }
      }
      for row in 0..<count { spread[row] -= lowest[row] }
    }
  }
}
