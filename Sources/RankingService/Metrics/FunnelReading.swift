internal import RankingCore

/// What the funnel of one event loop has counted, or of all.
struct FunnelReading: Sendable {
  /// By `StageClock.Stage`.
  var stages = StageClock.Stage.allCases.map { _ in LatencyHistogram(LatencyHistogram.stages).detached }
  var sources: [Source] = []
  /// Answers by `ServedBy`.
  var served = [Int](repeating: 0, count: ServedBy.allCases.count)
  var rerankingSkipped = 0

  struct Source: Sendable {
    var name: String
    var times = LatencyHistogram(LatencyHistogram.stages)
    var candidates = 0
  }

  var detached: FunnelReading {
    var copy = self
    copy.stages = stages.map(\.detached)
    copy.sources = sources.map { Source(name: $0.name, times: $0.times.detached, candidates: $0.candidates) }
    copy.served = served.map { $0 }
    return copy
  }

  static func += (left: inout Self, right: Self) {
    for stage in left.stages.indices { left.stages[stage] += right.stages[stage] }
    for step in left.served.indices { left.served[step] += right.served[step] }
    left.rerankingSkipped += right.rerankingSkipped
    for source in right.sources {
      if let place = left.sources.firstIndex(where: { $0.name == source.name }) {
        left.sources[place].times += source.times
        left.sources[place].candidates += source.candidates
      } else {
        left.sources.append(source)
      }
    }
  }
}
