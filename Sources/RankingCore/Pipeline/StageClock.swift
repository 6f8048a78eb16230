#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Times the stages of one request, when it runs; otherwise each mark costs one branch.
package final class StageClock {
  package enum Stage: Int, Sendable, CaseIterable {
    case retrieval, features, ranking, policy
  }

  /// Sources that are told apart; further ones are not timed.
  package static let sourceLimit = 64

  /// Whether the next request is timed.
  package private(set) var isRunning = false
  /// Of the last request that was timed, by stage: when it began (monotonic nanoseconds) and how long it took; 0
  /// where it did not run.
  private let begins = AlignedStorage<UInt64>(count: Stage.allCases.count, repeating: 0)
  private let lengths = AlignedStorage<UInt64>(count: Stage.allCases.count, repeating: 0)
  private let sourceLengths = AlignedStorage<UInt64>(count: sourceLimit, repeating: 0)
  private let credits = AlignedStorage<Int>(count: sourceLimit, repeating: 0)
  private var last: UInt64 = 0
  /// Nanoseconds since then that are no stage's.
  private var leftOut: UInt64 = 0
  /// Number of the first source of the retrieval under way: fused ones first, then those of the fallback.
  var firstSource = 0

  package init() {}

  /// Times the next request, or does not.
  package func prepare(_ isTimed: Bool) {
    isRunning = isTimed
    guard isTimed else { return }
    firstSource = 0
    lengths.buffer.update(repeating: 0)
    sourceLengths.buffer.update(repeating: 0)
    credits.buffer.update(repeating: 0)
    leftOut = 0
    last = Self.now
  }

  /// Nanoseconds of `stage`; nil if it did not run.
  package func nanoseconds(_ stage: Stage) -> UInt64? {
    lengths.base[stage.rawValue] == 0 ? nil : lengths.base[stage.rawValue]
  }

  /// The stages of the last request that was timed, those that ran.
  package var stages: [StageTime] {
    Stage.allCases.compactMap { stage in
      nanoseconds(stage).map { StageTime(stage: stage, begin: begins.base[stage.rawValue], nanoseconds: $0) }
    }
  }

  /// Nanoseconds of a source; nil if it did not run.
  package func nanoseconds(source: Int) -> UInt64? {
    guard source < Self.sourceLimit, sourceLengths.base[source] > 0 else { return nil }
    return sourceLengths.base[source]
  }

  /// Candidates whose fused score owes most to a source.
  package func candidates(source: Int) -> Int { source < Self.sourceLimit ? credits.base[source] : 0 }

  /// `stage` ends; what passed since the last mark was spent there.
  package func end(_ stage: Stage) {
    guard isRunning else { return }
    let now = Self.now
    begins.base[stage.rawValue] = last
    lengths.base[stage.rawValue] = max(1, now - last - leftOut)
    leftOut = 0
    last = now
  }

  /// Runs `body`, whose time is no stage's: what only requests that are timed have to do.
  package func leavingOut(_ body: () -> Void) {
    let begin = Self.now
    body()
    leftOut += Self.now - begin
  }

  /// Source `index` of the retrieval under way took from `begin` until now; returns now.
  func endSource(_ index: Int, since begin: UInt64) -> UInt64 {
    let (now, place) = (Self.now, firstSource + index)
    if place < Self.sourceLimit { sourceLengths.base[place] = max(1, now - begin) }
    return now
  }

  /// One more candidate owes most to source `index` of the retrieval under way.
  func credit(_ index: Int) {
    let place = firstSource + index
    if place < Self.sourceLimit { credits.base[place] += 1 }
  }

  /// Monotonic nanoseconds.
  package static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
