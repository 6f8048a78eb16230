package import RankingCore

/// One event loop's counters of what happens between a request and its answer. Steps are counted for every
/// request; clocks are read for one in `interval`, as far as an allowance a tick goes, since a request that is timed source
/// by source costs a fifth more.
package struct FunnelMetrics {
  /// A prime: calls come in batches of even sizes, and the first of a batch pays for what the kernel drove from the caches.
  static let interval: UInt64 = 17
  /// Requests timed at most in each tenth of a second.
  static let allowance = 5
  /// Names of sources that are told apart over the life of the process; further ones count as `other`.
  static let nameLimit = 48

  private(set) var reading = FunnelReading()
  private var turn: UInt64 = 0
  private var left = allowance
  /// Place in `reading.sources` of each source of the snapshot that serves.
  private var places: [Int] = []

  package init() {}

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

  /// Ten times a second: lets more requests be timed.
  package mutating func tick() { left = Self.allowance }

  /// Whether the next request is timed.
  package mutating func takeTurn() -> Bool {
    turn &+= 1
    guard turn % Self.interval == 1, left > 0 else { return false }
    left -= 1
    return true
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
