/// What each retrieval source says about a candidate: its z-score over the catalogue, NaN if the source
/// does not know the user; and the candidate's place in the fused order.
struct SourceScoreFeatures: FeatureGroup {
  let sources: [String]

  var features: [FeatureDescriptor] {
    sources.map { FeatureDescriptor("\($0).score", .pair) } + [
      FeatureDescriptor("fused.place", .pair), FeatureDescriptor("sources.spread", .pair),
    ]
  }

  func fill(_ context: FeatureContext, into columns: FeatureColumns) {
    for source in sources.indices { fillScore(source, context, columns[source]) }
    let place = columns[sources.count]
    for row in context.candidates.indices { place[row] = Float(row) }
    fillSpread(context, columns)
  }

  private func fillScore(_ source: Int, _ context: FeatureContext, _ column: UnsafeMutablePointer<Float>) {
    guard context.sources.available[source] else {
      return column.update(repeating: .nan, count: context.candidates.count)
    }
    let scores = context.sources.row(source)
    for (row, item) in context.candidates.enumerated() { column[row] = scores[Int(item)] }
  }

  /// Highest minus lowest score: how much the sources disagree.
  private func fillSpread(_ context: FeatureContext, _ columns: FeatureColumns) {
    let spread = columns[sources.count + 1]
    for row in context.candidates.indices {
      var (low, high) = (Float.infinity, -Float.infinity)
      for source in sources.indices where context.sources.available[source] {
        low = min(low, columns[source][row])
        high = max(high, columns[source][row])
      }
      spread[row] = high - low
    }
  }
}
