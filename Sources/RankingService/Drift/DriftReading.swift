package import RankingCore

/// What one event loop's window holds, or those of all loops that serve the same snapshot.
package struct DriftReading: Sendable {
  package let snapshot: ModelSnapshot
  /// Answers whose scores and features are counted.
  package var samples = 0
  /// By bin, the histograms of the snapshot one after the other.
  var counts: [Int]
  /// One bit for each item.
  var served: [UInt64]
  /// Of scores and of answers, by position.
  var sums = [Double](repeating: 0, count: DriftWindow.places)
  var answers = [Int](repeating: 0, count: DriftWindow.places)

  package init(_ snapshot: ModelSnapshot) {
    self.snapshot = snapshot
    counts = Array(repeating: 0, count: snapshot.histograms.reduce(0) { $0 + $1.binCount })
    served = Array(repeating: 0, count: (snapshot.catalogue.itemCount + 63) / 64)
  }

  /// Adds another loop's window; one of another snapshot counts for nothing.
  package static func += (left: inout Self, right: Self) {
    guard left.snapshot === right.snapshot else { return }
    left.samples += right.samples
    for bin in left.counts.indices { left.counts[bin] += right.counts[bin] }
    for word in left.served.indices { left.served[word] |= right.served[word] }
    for place in left.sums.indices {
      left.sums[place] += right.sums[place]
      left.answers[place] += right.answers[place]
    }
  }

  /// By histogram; none below `minimum` answers.
  package func stabilityIndexes(minimum: Int) -> [(name: String, value: Double)] {
    guard samples >= minimum else { return [] }
    var first = 0
    return snapshot.histograms.compactMap { histogram in
      let own = counts[first..<first + histogram.binCount]
      first += histogram.binCount
      return histogram.stabilityIndex(own).map { (histogram.name, $0) }
    }
  }

  package var coverage: Double {
    let items = served.reduce(0) { $0 + $1.nonzeroBitCount }
    return Double(items) / Double(max(1, snapshot.catalogue.itemCount))
  }

  package var positionMeans: [Double?] {
    zip(sums, answers).map { $1 == 0 ? nil : $0 / Double($1) }
  }
}
