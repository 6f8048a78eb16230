package import RankingCore

/// One event loop's counters of what happens between a request and its answer. Steps are counted for every
/// request; clocks are read for one in `interval`, since reading them for every source of every request would cost
/// a twentieth of an answer.
package struct FunnelMetrics {
  static let interval: UInt64 = 16
  /// Names of sources that are told apart over the life of the process; further ones count as `other`.
  static let nameLimit = 48

  private(set) var reading = FunnelReading()
  private var turn: UInt64 = 0
  /// Place in `reading.sources` of each source of the snapshot that serves.
  private var places: [Int] = []

  /// The sources of the snapshot that serves from now on: fused ones, then those of the fallback.
  package mutating func follow(_ snapshot: ModelSnapshot) {
    places = (snapshot.retrieval.sources + snapshot.fallback.sources).map { place(of: $0.name) }
  }

  private mutating func place(of name: String) -> Int {
    if let known = reading.sources.firstIndex(where: { $0.name == name }) { return known }
    guard reading.sources.count < Self.nameLimit || name == "other" else { return place(of: "other") }
    reading.sources.append(.init(name: name))
    return reading.sources.count - 1
  }

  /// Whether the next request is timed.
  package mutating func takeTurn() -> Bool {
    turn &+= 1
    return turn % Self.interval == 1
  }

  /// Counts an answer and, if it was timed, the stages and sources that `clock` saw.
  package mutating func record(_ answer: RankingAnswer, _ clock: StageClock?) {
    reading.served[Int(answer.servedBy.rawValue)] += 1
    switch answer.degradation {
    case nil: break
    case .rerankingSkipped: reading.rerankingSkipped += 1
    }
    if let clock { record(clock) }
  }

  private mutating func record(_ clock: StageClock) {
    for stage in StageClock.Stage.allCases {
      if let time = clock.nanoseconds(stage) { reading.stages[stage.rawValue].record(time) }
    }
    for (source, place) in places.enumerated() {
      guard let time = clock.nanoseconds(source: source) else { continue }
      reading.sources[place].times.record(time)
      reading.sources[place].candidates += clock.candidates(source: source)
    }
  }
}
