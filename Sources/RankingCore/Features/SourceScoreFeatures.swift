/// What each retrieval source says about a candidate: its z-score over the catalogue, NaN if the source
/// does not know the user; and the candidate's place in the fused order.
struct SourceScoreFeatures: FeatureGroup {
  static let placeName = "fused.place"

  let sources: [String]

  var features: [FeatureDescriptor] {
    sources.map {
      FeatureDescriptor(
        "\($0).score", .pair, .deviations, "what source \($0) says; missing if it does not know the user")
    } + [
      FeatureDescriptor(Self.placeName, .pair, .count, "candidates before it in the fused order"),
      FeatureDescriptor(
        "sources.spread", .pair, .deviations,
        "highest minus lowest score of a source; missing if none knows the user"),
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

  /// Highest minus lowest score: how much the sources disagree; NaN where none has one.
  private func fillSpread(_ context: FeatureContext, _ columns: FeatureColumns) {
    let (count, spread) = (context.candidates.count, columns[sources.count + 1])
    guard sources.indices.contains(where: context.sources.isAvailable) else {
      return spread.update(repeating: .nan, count: count)
    }
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
