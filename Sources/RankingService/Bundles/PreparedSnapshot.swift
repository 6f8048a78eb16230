internal import RankingCore
internal import RankingWire

/// One snapshot and what an event loop needs beside it, made and warmed up elsewhere, then handed to the loop.
///
/// `@unchecked Sendable`: whoever makes it lets go of it, and one loop takes it.
final class PreparedSnapshot: @unchecked Sendable {
  let pipeline: RankingPipeline
  let scratch: PipelineScratch
  let encoder: RecommendResponseEncoder
  let drift: DriftWindow
  /// What an answer took in the warm-up, nanoseconds; 0 before it. A quarter of them took no longer, so that a machine
  /// busy with something else does not make them look slow.
  private(set) var typicalNanoseconds: UInt64 = 0

  init(_ snapshot: ModelSnapshot) {
    pipeline = RankingPipeline(snapshot: snapshot)
    scratch = PipelineScratch(for: snapshot)
    encoder = RecommendResponseEncoder(snapshot: snapshot)
    drift = DriftWindow(for: snapshot)
    drift.tick(nanoseconds: StageClock.now)
  }

  /// `snapshot`, prepared and warmed up.
  static func warm(_ snapshot: ModelSnapshot) -> PreparedSnapshot {
    let prepared = PreparedSnapshot(snapshot)
    prepared.warmUp()
    return prepared
  }

  /// Answers some users and an anonymous one, so that the first call finds memory mapped and caches filled.
  func warmUp() {
    let users = pipeline.snapshot.catalogue.userCount
    let times = stride(from: 0, to: users, by: max(1, users / 32)).map { time(user: $0) }.sorted()
    let anonymous = time(user: nil)
    typicalNanoseconds = times.isEmpty ? anonymous : times[times.count / 4]
  }

  private func time(user: Int?) -> UInt64 {
    let begin = StageClock.now
    _ = pipeline.answer(user: user, RankingRequest(user: .anonymous, topK: 10), scratch: scratch)
    return StageClock.now - begin
  }
}
